using System.Collections.Concurrent;
using System.Globalization;
using Kivenkolo.Calendar.Headcounts;
using Kivenkolo.Calendar.Places;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Calendar.Texts;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Problems;

namespace Kivenkolo.Calendar.Problems;

/// <summary>Why Calendar says no. The name is the last part of the problem's type, <c>urn:kivenkolo:calendar:&lt;noun-state&gt;</c>.</summary>
public enum Refusal
{
    /// <summary>There is no such activity in the space.</summary>
    ActivityUnknown,

    /// <summary>There is no such occurrence in the space.</summary>
    OccurrenceUnknown,

    /// <summary>There is no such event, place, keyword or organisation to link to.</summary>
    ResourceUnknown,

    /// <summary>The place that an activity names is not one of the space's.</summary>
    PlaceUnknown,

    /// <summary>The occurrence that a count or someone's hours name is not one of the space's.</summary>
    CountedOccurrenceUnknown,

    /// <summary>There is no such entry of a count in the space.</summary>
    HeadcountUnknown,

    /// <summary>A count names a category that the space does not count.</summary>
    CategoryUnknown,

    /// <summary>The space has a hundred categories, those out of use included.</summary>
    CategoryLimitReached,

    /// <summary>Nothing was counted in one of the periods that were to be compared.</summary>
    HeadcountMissing,

    /// <summary>Two figures that were to be compared do not count the same.</summary>
    ScopesDiffer,

    /// <summary>Figures are brought in as text/csv.</summary>
    FileNotCsv,

    /// <summary>A file of figures has at most a million bytes.</summary>
    FileTooLarge,

    /// <summary>The id chosen by the caller is in use elsewhere.</summary>
    IdTaken,

    /// <summary>The thing has changed since the caller read it.</summary>
    VersionChanged,

    /// <summary>What has ended can no longer be cancelled.</summary>
    OccurrenceEnded,

    /// <summary>The time that something is moved to, or wished for, has passed.</summary>
    TimePassed,

    /// <summary>Hours are entered when the occurrence is over.</summary>
    OccurrenceNotOver,

    /// <summary>There are no such hours in the space.</summary>
    RunUnknown,

    /// <summary>The person has hours for this occurrence already, under another id.</summary>
    RunAlreadyRecorded,

    /// <summary>What was signed off changes only with a reason.</summary>
    RunSignedOff,

    /// <summary>Nobody signs off their own hours.</summary>
    RunIsOwn,

    /// <summary>The activity names another as the supervisor, or none and the caller is no coordinator.</summary>
    CallerNotSupervisor,

    /// <summary>The decision that an activity names is not one of the space's.</summary>
    DecisionUnknown,

    /// <summary>What comes from an experiment comes from the experiment's decision.</summary>
    DecisionNotOfExperiment,

    /// <summary>What was cancelled stays cancelled; it is neither moved nor postponed.</summary>
    OccurrenceCancelled,

    /// <summary>The plan would take away occurrences that have counts, sign-ups or a time of their own.</summary>
    OccurrencesInUse,

    /// <summary>The place or a piece of equipment is taken at one of the times.</summary>
    ResourceTaken,

    /// <summary>Whether a place is shared changes only while nothing is planned there.</summary>
    PlaceInUse,

    /// <summary>A thing that an activity needs is not one of the space's.</summary>
    EquipmentUnknown,

    /// <summary>The client acts for no organisation.</summary>
    OrganisationMissing,

    /// <summary>The partner has as many wishes as it may have.</summary>
    WishLimitReached,

    /// <summary>There is no such wish in the space.</summary>
    WishUnknown,

    /// <summary>The wish was answered otherwise already.</summary>
    WishAlreadyAnswered,

    /// <summary>The plan has more dates than one activity may have.</summary>
    OccurrenceLimitReached,

    /// <summary>The time does not exist or comes twice on a date, because the clocks change that night.</summary>
    ClockChanges,

    /// <summary>There is no such source in the space.</summary>
    SourceUnknown,

    /// <summary>The organisation that a source names is not in the space's directory.</summary>
    OrganisationUnknown,

    /// <summary>The address of a source is not one that is asked.</summary>
    AddressNotAllowed,

    /// <summary>The space follows as many sources as it may.</summary>
    SourceLimitReached,

    /// <summary>The link is wrong, or what it belonged to has been forgotten.</summary>
    LinkUnknown,

    /// <summary>A promised language is missing and no reason was given.</summary>
    PromisedLanguageMissing,

    /// <summary>There is nothing to sign up for: one may just come.</summary>
    SignUpNotNeeded,

    /// <summary>It has begun; nobody signs up any more.</summary>
    SignUpClosed,

    /// <summary>It was cancelled or postponed.</summary>
    OccurrenceNotTakingPlace,

    /// <summary>More people have signed up than any house could take.</summary>
    SignUpListFull,

    /// <summary>No place is offered, or no longer.</summary>
    OfferEnded,
}

/// <summary>The answers that refusals become.</summary>
internal static class Refusals
{
    private static readonly ConcurrentDictionary<Refusal, LocalizedProblem> Known = new();

    public static LocalizedProblem Result(this Refusal refusal) =>
        Known.GetOrAdd(refusal, static refusal => new(Status(refusal), Type(refusal), Title(refusal)));

    /// <summary>Why two figures are not compared: says what each of them counts.</summary>
    public static LocalizedProblem ScopesDiffer(Figure one, Figure other, IReadOnlyList<Category> categories)
    {
        return new(Status(Refusal.ScopesDiffer), Type(Refusal.ScopesDiffer),
            StaffTexts.In(texts => texts.Refusals.ScopesDiffer(Counts(one, texts), Counts(other, texts))));

        string Counts(Figure figure, StaffTexts texts)
        {
            var what = figure.Scope.Length == 0 ? texts.Refusals.ScopeNotStated : string.Join(", ", figure.Scope.Select(code => Name(code, texts.Language)));
            return $"{Day(figure.From)}–{Day(figure.To)}: {what}";
        }

        string Name(string code, string language) => categories.FirstOrDefault(category => category.Code == code)?.Name.In(language) ?? code;
    }

    /// <summary>Why a place or a piece of equipment cannot be had: names the first dates on which it is taken, and by what. For those who plan.</summary>
    public static LocalizedProblem ResourceTaken(Clashes clashes)
    {
        return new(Status(Refusal.ResourceTaken), Type(Refusal.ResourceTaken), StaffTexts.In(texts =>
        {
            var times = string.Join("; ", clashes.First.Select(clash => Time(clash, texts)));
            return clashes.More > 0 ? texts.Refusals.TakenTimesAndMore(clashes.More, times) : texts.Refusals.TakenTimes(times);
        }));

        string Time(Clash clash, StaffTexts texts) => texts.Refusals.TakenTime(
            clash.Resource.In(texts.Language), Day(DateOnly.FromDateTime(clash.Start)), texts.Dates.Time(TimeOnly.FromDateTime(clash.Start)),
            texts.Dates.Time(TimeOnly.FromDateTime(clash.End)), clash.By.In(texts.Language));
    }

    /// <summary>Asks whether a time is meant that the clock does not show on a date, or shows twice: says which, and what comes of it.</summary>
    public static LocalizedProblem ClockChanges(DateOnly date, TimeOnly start, WallClock clock)
    {
        var begins = TimeOnly.FromDateTime(clock.At(clock.InstantOf(date, start)));
        return new(Status(Refusal.ClockChanges), Type(Refusal.ClockChanges), StaffTexts.In(texts => clock.KindOf(date, start) == LocalTimeKind.Skipped
            ? texts.Refusals.ClockSkips(Day(date), texts.Dates.Time(start), texts.Dates.Time(begins))
            : texts.Refusals.ClockRepeats(Day(date), texts.Dates.Time(start))));
    }

    private static string Day(DateOnly date) => date.ToString("d.M.yyyy", CultureInfo.InvariantCulture);

    private static string Type(Refusal refusal) => ProblemType.Of("calendar", refusal);

    private static int Status(Refusal refusal) => refusal switch
    {
        Refusal.ActivityUnknown or Refusal.OccurrenceUnknown or Refusal.ResourceUnknown or Refusal.HeadcountUnknown or Refusal.RunUnknown
            or Refusal.SourceUnknown or Refusal.WishUnknown or Refusal.LinkUnknown => StatusCodes.Status404NotFound,
        Refusal.AddressNotAllowed => StatusCodes.Status422UnprocessableEntity,
        Refusal.VersionChanged => StatusCodes.Status412PreconditionFailed,
        Refusal.FileNotCsv => StatusCodes.Status415UnsupportedMediaType,
        Refusal.FileTooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status409Conflict,
    };

    // Residents' texts for what residents and partners without an account can meet: they are in plain Finnish and Arabic too. Those who work in the
    // house read Finnish, and what only programs meet has no Arabic.
    private static LocalizedText Title(Refusal refusal) => refusal switch
    {
        Refusal.ActivityUnknown => ResidentTexts.In(texts => texts.Refusals.ActivityUnknown),
        Refusal.OccurrenceUnknown => ResidentTexts.In(texts => texts.Refusals.OccurrenceUnknown),
        Refusal.ResourceUnknown => StaffTexts.In(texts => texts.Refusals.ResourceUnknown),
        Refusal.PlaceUnknown => StaffTexts.In(texts => texts.Refusals.PlaceUnknown),
        Refusal.CountedOccurrenceUnknown => StaffTexts.In(texts => texts.Refusals.CountedOccurrenceUnknown),
        Refusal.HeadcountUnknown => StaffTexts.In(texts => texts.Refusals.HeadcountUnknown),
        Refusal.CategoryUnknown => StaffTexts.In(texts => texts.Refusals.CategoryUnknown),
        Refusal.CategoryLimitReached => StaffTexts.In(texts => texts.Refusals.CategoryLimitReached),
        Refusal.HeadcountMissing => StaffTexts.In(texts => texts.Refusals.HeadcountMissing),
        Refusal.FileNotCsv => StaffTexts.In(texts => texts.Refusals.FileNotCsv),
        Refusal.FileTooLarge => StaffTexts.In(texts => texts.Refusals.FileTooLarge),
        Refusal.IdTaken => StaffTexts.In(texts => texts.Refusals.IdTaken),
        Refusal.VersionChanged => StaffTexts.In(texts => texts.Refusals.VersionChanged),
        Refusal.OccurrenceEnded => StaffTexts.In(texts => texts.Refusals.OccurrenceEnded),
        Refusal.TimePassed => StaffTexts.In(texts => texts.Refusals.TimePassed),
        Refusal.OccurrenceNotOver => StaffTexts.In(texts => texts.Refusals.OccurrenceNotOver),
        Refusal.RunUnknown => StaffTexts.In(texts => texts.Refusals.RunUnknown),
        Refusal.RunAlreadyRecorded => StaffTexts.In(texts => texts.Refusals.RunAlreadyRecorded),
        Refusal.RunSignedOff => StaffTexts.In(texts => texts.Refusals.RunSignedOff),
        Refusal.RunIsOwn => StaffTexts.In(texts => texts.Refusals.RunIsOwn),
        Refusal.CallerNotSupervisor => StaffTexts.In(texts => texts.Refusals.CallerNotSupervisor),
        Refusal.DecisionUnknown => StaffTexts.In(texts => texts.Refusals.DecisionUnknown),
        Refusal.DecisionNotOfExperiment => StaffTexts.In(texts => texts.Refusals.DecisionNotOfExperiment),
        Refusal.OccurrenceCancelled => StaffTexts.In(texts => texts.Refusals.OccurrenceCancelled),
        Refusal.OccurrencesInUse => StaffTexts.In(texts => texts.Refusals.OccurrencesInUse),
        Refusal.ResourceTaken => StaffTexts.In(texts => texts.Refusals.ResourceTaken),
        Refusal.PlaceInUse => StaffTexts.In(texts => texts.Refusals.PlaceInUse),
        Refusal.EquipmentUnknown => StaffTexts.In(texts => texts.Refusals.EquipmentUnknown),
        Refusal.OrganisationMissing => StaffTexts.In(texts => texts.Refusals.OrganisationMissing),
        Refusal.WishLimitReached => StaffTexts.In(texts => texts.Refusals.WishLimitReached),
        Refusal.WishUnknown => StaffTexts.In(texts => texts.Refusals.WishUnknown),
        Refusal.WishAlreadyAnswered => StaffTexts.In(texts => texts.Refusals.WishAlreadyAnswered),
        Refusal.OccurrenceLimitReached => StaffTexts.In(texts => texts.Refusals.OccurrenceLimitReached),
        Refusal.SourceUnknown => StaffTexts.In(texts => texts.Refusals.SourceUnknown),
        Refusal.OrganisationUnknown => StaffTexts.In(texts => texts.Refusals.OrganisationUnknown),
        Refusal.AddressNotAllowed => StaffTexts.In(texts => texts.Refusals.AddressNotAllowed),
        Refusal.SourceLimitReached => StaffTexts.In(texts => texts.Refusals.SourceLimitReached),
        Refusal.LinkUnknown => ResidentTexts.In(texts => texts.Refusals.LinkUnknown),
        Refusal.PromisedLanguageMissing => StaffTexts.In(texts => texts.Refusals.PromisedLanguageMissing),
        Refusal.SignUpNotNeeded => ResidentTexts.In(texts => texts.Refusals.SignUpNotNeeded),
        Refusal.SignUpClosed => ResidentTexts.In(texts => texts.Refusals.SignUpClosed),
        Refusal.OccurrenceNotTakingPlace => ResidentTexts.In(texts => texts.Refusals.OccurrenceNotTakingPlace),
        Refusal.SignUpListFull => ResidentTexts.In(texts => texts.Refusals.SignUpListFull),
        Refusal.OfferEnded => ResidentTexts.In(texts => texts.Refusals.OfferEnded),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };
}
