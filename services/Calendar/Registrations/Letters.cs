using System.Globalization;
using Kivenkolo.Calendar.Recurrence;
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

    public MimeMessage Write(LetterDue due, Registration registration, string email, ProgrammeLine line, string token, CurrentSpace space)
    {
        var (occurrence, activity) = (line.Occurrence, line.Activity);
        var wording = Wording.Of(due.Kind, registration.Status).Find(registration.Language)!.Value;
        var (clock, dates) = (WallClock.Of(space.TimeZone), MailDates.In(wording.Language));
        var title = Letterhead.OneLine(activity.Title.In(registration.Language));
        // What does not take place is named by the time that the person knew.
        var takesPlace = due.Kind is not (LetterKind.Cancelled or LetterKind.Postponed);
        var start = clock.At(takesPlace ? occurrence.Start : due.Of);
        // A reason in another language would be noise; plain Finnish may fall back to Finnish.
        var reason = takesPlace ? null
            : LanguageTag.Lookup(wording.Language).Select(tag => occurrence.Reason[tag]).FirstOrDefault(text => text is not null);
        var offerEnds = clock.At(due.Of);
        var text = string.Format(CultureInfo.InvariantCulture, wording.Text, title, dates.Day(start), dates.Time(start),
            Where(line, space, registration.Language), dates.Day(offerEnds), dates.Time(offerEnds));
        List<MailPart> parts = [new(wording.Language, text, null)];
        if (reason is not null) parts.Add(new(wording.Language, reason, null));
        if (takesPlace)
        {
            var next = (due.Kind == LetterKind.Offer ? Wording.Answer : Wording.Leave)[wording.Language]!;
            parts.Add(new(wording.Language, next, $"{root}/{registration.Language}/{space.Slug}/registration?token={token}"));
        }
        return letterhead.Mail(DerivedId.OfLetter(registration.Id, due.Kind, due.Of, due.Change), space, email, $"{title}, {dates.Day(start)}", [.. parts]);
    }

    /// <summary>The space, and the room in it when that is known.</summary>
    private static string Where(ProgrammeLine line, CurrentSpace space, string language)
    {
        string[] names = [space.Name.In(language), line.Place.In(language)];
        return string.Join(", ", names.Where(name => name.Length > 0).Select(Letterhead.OneLine));
    }
}
