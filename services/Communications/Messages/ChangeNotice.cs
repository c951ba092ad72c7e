using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Platform.Delivery;

namespace Kivenkolo.Communications.Messages;

/// <summary>Writes the urgent notice that something takes place at another time or place, or waits for a new time.</summary>
public static class ChangeNotice
{
    /// <summary>
    /// The notice in each language that has both our phrases and the title; in Finnish when there is none, as <see cref="CancellationNotice"/> does.
    /// </summary>
    public static WrittenText Write(OccurrenceChanged changed, TimeZoneInfo zone)
    {
        var (start, end) = (Local(changed.Start), Local(changed.End));
        DateTime? before = changed.PreviousStart is { } previous && previous != changed.Start ? Local(previous) : null;
        var told = Wording.All.Where(wording => changed.Title[wording.Language] is not null).DefaultIfEmpty(Wording.All[0]);
        var (subject, body) = (LocalizedText.Empty, LocalizedText.Empty);
        foreach (var wording in told)
        {
            var title = Letterhead.OneLine(changed.Title.In(wording.Language));
            // Where to go is told in whatever language there is; a note in another one would be noise.
            var place = changed.Place is { IsEmpty: false } somewhere ? Letterhead.OneLine(somewhere.In(wording.Language)) : null;
            var note = LanguageTag.Lookup(wording.Language).Select(tag => changed.Note[tag]).FirstOrDefault(text => text is not null);
            subject = subject.With(wording.Language, WeekLetter.Clipped(
                changed.Postponed ? wording.PostponedSubject(title, start) : wording.ChangedSubject(title, start), Message.LongestSubject));
            body = body.With(wording.Language, WeekLetter.Clipped(
                changed.Postponed ? wording.PostponedBody(title, start, end, note) : wording.ChangedBody(title, start, end, before, place, note),
                Message.LongestBody));
        }
        return new(subject, body);

        DateTime Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, zone).DateTime;
    }
}
