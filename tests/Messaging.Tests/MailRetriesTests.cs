using Kivenkolo.Platform.Delivery;

namespace Kivenkolo.Messaging.Tests;

public sealed class MailRetriesTests
{
    [Fact]
    public void A_mail_is_given_up_after_a_day_and_five_attempts_and_not_before()
    {
        var due = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        Assert.NotNull(MailRetries.Next(attempts: 4, due, due.AddDays(2)));
        Assert.NotNull(MailRetries.Next(attempts: 30, due, due.AddHours(23)));
        Assert.Null(MailRetries.Next(attempts: 5, due, due.AddDays(1)));
    }
}
