using Kivenkolo.Clients.Calendar;
using Kivenkolo.Contracts;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Texts;

namespace Kivenkolo.Web.ThisWeek;

/// <summary>What pages say of what Calendar tells.</summary>
internal static class Occurrences
{
    extension(OccurrenceResponse occurrence)
    {
        public bool IsCancelled => occurrence.Status == OccurrenceStatus.Cancelled;

        /// <summary>Whether it does not take place at its time: it was cancelled, or a new time will be told.</summary>
        public bool IsOff => occurrence.Status is OccurrenceStatus.Cancelled or OccurrenceStatus.Postponed;

        /// <summary>The codes of everything that makes it easy to come.</summary>
        public IEnumerable<string> EasyToCome =>
            [.. occurrence.Free ? ["free"] : (string[])[], .. occurrence.NoSignUp ? ["no-sign-up"] : (string[])[],
                .. occurrence.Facts.Select(fact => fact.KnownName()).OfType<string>()];

        /// <summary>Where and by whom, as far as it needs saying: that the house itself organises goes without.</summary>
        public List<LocalizedText> Where(Reader reader) =>
            [.. new[] { occurrence.Place, occurrence.Organiser }.Where(text => !text.IsEmpty && text.In(reader.Language) != reader.SpaceName.Text)];
    }

    extension(LanguageCompleteness language)
    {
        public bool IsWhole => language.Complete == language.Of;
    }

    /// <summary>Why it does not take place at its time.</summary>
    public static string Off(this WeekWords words, OccurrenceResponse occurrence) => occurrence.IsCancelled ? words.Cancelled : words.Postponed;
}
