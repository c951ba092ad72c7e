using Kivenkolo.Communications.Mail;
using Kivenkolo.Communications.Messages;
using Kivenkolo.Communications.Subscriptions;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Delivery;

namespace Kivenkolo.Communications.Tests;

public sealed class MessageTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Promised = ["fi", "fi-simple", "sv"];

    [Fact]
    public void What_is_missing_is_what_was_promised_and_has_no_variant()
    {
        var message = Draft("fi", "en");

        Assert.Equal(["fi-simple", "sv"], message.Missing(Promised));
        Assert.Equal(Refusal.PromisedLanguageMissing, message.Publish(Promised, "  ", Now));
        Assert.Null(message.Publish(Promised, " Kääntäjä on lomalla. ", Now));
        Assert.Equal("Kääntäjä on lomalla.", message.ReasonForMissing);
        Assert.Equal(["fi-simple", "sv"], message.Missing([]));
    }

    [Fact]
    public void A_complete_message_needs_no_reason_and_an_empty_one_is_not_published()
    {
        Assert.Null(Draft("fi", "fi-simple", "sv").Publish(Promised, null, Now));
        Assert.Equal(Refusal.MessageEmpty, Draft().Publish(Promised, "reason", Now));
    }

    [Fact]
    public void What_is_published_is_never_changed_again()
    {
        var message = Draft("fi", "fi-simple", "sv");
        message.Publish(Promised, null, Now);

        Assert.Equal(Refusal.MessageAlreadyPublished, message.Edit("fi", "x", "y", Now));
        Assert.False(message.Write(Text("fi"), 9));
        Assert.Null(message.Publish(Promised, null, Now.AddDays(1)));
        Assert.Equal(Now, message.PublishedAt);
    }

    [Fact]
    public void A_later_version_renews_a_draft_until_a_person_has_edited_it()
    {
        var message = Draft("fi");

        Assert.True(message.Write(Text("sv"), 2));
        Assert.False(message.Write(Text("en"), 2));
        Assert.Equal(["sv"], message.Subject.Languages);
        message.Edit("fi", "oma", "teksti", Now);
        Assert.False(message.Write(Text("en"), 3));
        Assert.Equal(["fi", "sv"], message.Body.Languages);
    }

    [Fact]
    public void A_mail_is_tried_ever_more_rarely_and_for_a_day()
    {
        var (now, pauses) = (Now, new List<TimeSpan>());
        for (var attempt = 1; MailRetries.Next(attempt, Now, now) is { } next; attempt++)
        {
            pauses.Add(next - now);
            now = next;
        }

        Assert.Equal(TimeSpan.FromSeconds(5), pauses[0]);
        Assert.Equal(pauses.Order(), pauses);
        Assert.Equal(TimeSpan.FromHours(1), pauses[^1]);
        Assert.InRange(now - Now, TimeSpan.FromHours(24), TimeSpan.FromHours(25));
    }

    [Theory]
    [InlineData("name@example.org", true)]
    [InlineData("first.last+tag@sub.example.org", true)]
    [InlineData("o'neill@xn--kivenkolo-x2a.fi", true)]
    [InlineData("name@example", false)]
    [InlineData("name@example.org\nBcc: other@example.org", false)]
    [InlineData("name@example.org\r\n", false)]
    [InlineData("name@example.org, other@example.org", false)]
    [InlineData("Name <name@example.org>", false)]
    [InlineData("<name@example.org>", false)]
    [InlineData("\"a b\"@example.org", false)]
    [InlineData("name@example.org%0aBcc", false)]
    [InlineData("name@[127.0.0.1]", false)]
    [InlineData("näme@example.org", false)]
    [InlineData(".name@example.org", false)]
    [InlineData("na..me@example.org", false)]
    [InlineData("@example.org", false)]
    [InlineData("", false)]
    public void Only_one_bare_address_is_an_address(string text, bool isAddress) => Assert.Equal(isAddress, new MailAddressAttribute().IsValid(text));

    [Fact]
    public void An_address_is_not_too_long_in_either_half()
    {
        Assert.True(new MailAddressAttribute().IsValid(new string('a', 64) + "@example.org"));
        Assert.False(new MailAddressAttribute().IsValid(new string('a', 65) + "@example.org"));
        Assert.False(new MailAddressAttribute().IsValid("a@" + string.Join('.', Enumerable.Repeat(new string('b', 60), 5)) + ".org"));
    }

    private static Message Draft(params string[] languages)
    {
        var message = new Message
        {
            Id =
            House.NewId(), SpaceId = House.NewId(), Kind = MessageKind.Weekly, Week = "2026-W48", HappenedAt = Now, CreatedAt = Now
        };
        message.Write(Text(languages), 1);
        return message;
    }

    private static WrittenText Text(params string[] languages)
    {
        var text = new LocalizedText(languages.Select(language => KeyValuePair.Create(language, $"text {language}")));
        return new(text, text);
    }
}
