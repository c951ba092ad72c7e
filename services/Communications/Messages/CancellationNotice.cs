using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Platform.Delivery;

namespace Kivenkolo.Communications.Messages;

/// <summary>Writes the urgent notice that something will not take place.</summary>
public static class CancellationNotice
{
    /// <summary>
    /// The notice in each language that has both our phrases and the title. A title in none of them is told in Finnish with the title as it is:
    /// an urgent notice is never left out for want of a translation.
    /// </summary>
    public static WrittenText Write(OccurrenceCancelled cancelled, TimeZoneInfo zone)
    {
        var start = TimeZoneInfo.ConvertTime(cancelled.Start, zone).DateTime;
        var end = TimeZoneInfo.ConvertTime(cancelled.End, zone).DateTime;
        var told = Wording.All.Where(wording => cancelled.Title[wording.Language] is not null).DefaultIfEmpty(Wording.All[0]);
        var (subject, body) = (LocalizedText.Empty, LocalizedText.Empty);
        foreach (var wording in told)
        {
            var title = Letterhead.OneLine(cancelled.Title.In(wording.Language));
            // A reason in another language would be noise to this reader; plain Finnish may fall back to Finnish.
            var reason = LanguageTag.Lookup(wording.Language).Select(tag => cancelled.Reason[tag]).FirstOrDefault(text => text is not null);
            subject = subject.With(wording.Language, WeekLetter.Clipped(wording.CancelledSubject(title, start), Message.LongestSubject));
            body = body.With(wording.Language, WeekLetter.Clipped(wording.CancelledBody(title, start, end, reason), Message.LongestBody));
        }
        return new(subject, body);
    }
}
