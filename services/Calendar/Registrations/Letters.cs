using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Calendar.Texts;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.ServiceDefaults;
using MimeKit;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>
/// Writes the mails to those who signed up. A subject is the public title and the day, whatever the mail is about: that somebody waits, or has a
/// place, is for their eyes.
/// </summary>
internal sealed class Letters(Letterhead letterhead, IConfiguration configuration)
{
    private readonly string root = PublicAddress.Of(configuration);

    public MimeMessage Write(
        RegistrationMailDelivery.Payload due, Registration registration, string email, ProgrammeLine line, string token, CurrentSpace space)
    {
        var (occurrence, activity) = (line.Occurrence, line.Activity);
        var texts = ResidentTexts.For(registration.Language);
        var (clock, dates) = (WallClock.Of(space.TimeZone), texts.Dates);
        var title = Letterhead.OneLine(activity.Title.In(registration.Language));
        // What does not take place is named by the time that the person knew.
        var takesPlace = due.About is not (LetterKind.Cancelled or LetterKind.Postponed);
        var (day, time) = dates.WeekdayShortDateAndTime(clock.At(takesPlace ? occurrence.Start : due.Of));
        // A reason in another language would be noise; plain Finnish may fall back to Finnish.
        var reason = takesPlace ? null
            : LanguageTag.Lookup(texts.Language).Select(tag => occurrence.Reason[tag]).FirstOrDefault(text => text is not null);
        var (lastDay, lastTime) = dates.WeekdayShortDateAndTime(clock.At(due.Of));
        var (mail, where) = (texts.Mail, Where(line, space, registration.Language));
        var text = due.About switch
        {
            LetterKind.SignedUp when registration.Status == RegistrationStatus.Waiting => mail.Waiting(title, day, time),
            LetterKind.SignedUp => mail.Confirmed(title, day, time, where),
            LetterKind.Offer => mail.Offer(title, day, time, where, lastDay, lastTime),
            LetterKind.Place => mail.Place(title, day, time, where),
            LetterKind.Reminder => mail.Reminder(title, day, time, where),
            LetterKind.Cancelled => mail.Cancelled(title, day, time),
            LetterKind.Moved => mail.Moved(title, day, time, where),
            LetterKind.Relocated => mail.Relocated(title, day, time, where),
            LetterKind.Postponed => mail.Postponed(title, day, time),
            _ => throw new ArgumentOutOfRangeException(nameof(due)),
        };
        List<MailPart> parts = [new(texts.Language, text, null)];
        if (reason is not null) parts.Add(new(texts.Language, reason, null));
        if (takesPlace)
        {
            var next = due.About == LetterKind.Offer ? mail.Answer : mail.Leave;
            parts.Add(new(texts.Language, next, $"{root}/{registration.Language}/{space.Slug}/registration?token={token}"));
        }
        return letterhead.Mail(due.LetterId(), space, email, $"{title}, {day}", [.. parts]);
    }

    /// <summary>The space, and the room in it when that is known.</summary>
    private static string Where(ProgrammeLine line, CurrentSpace space, string language)
    {
        string[] names = [space.Name.In(language), line.Place.In(language)];
        return string.Join(", ", names.Where(name => name.Length > 0).Select(Letterhead.OneLine));
    }
}
