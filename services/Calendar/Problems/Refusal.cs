using System.Collections.Concurrent;
using System.Globalization;
using Kivenkolo.Calendar.Headcounts;
using Kivenkolo.Calendar.Places;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Calendar.Texts;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Problems;

namespace Kivenkolo.Calendar.Problems;

/// <summary>Why Calendar says no. The name is the last part of the problem's type, <c>urn:kivenkolo:calendar:&lt;name&gt;</c>.</summary>
public enum Refusal
{
    /// <summary>There is no such activity in the space.</summary>
    UnknownActivity,

    /// <summary>There is no such occurrence in the space.</summary>
    UnknownOccurrence,

    /// <summary>There is no such event, place, keyword or organisation to link to.</summary>
    UnknownResource,

    /// <summary>The place that an activity names is not one of the space's.</summary>
    UnknownPlace,

    /// <summary>The occurrence that a count or someone's hours name is not one of the space's.</summary>
    UnknownCountedOccurrence,

    /// <summary>There is no such entry of a count in the space.</summary>
    UnknownHeadcount,

    /// <summary>A count names a category that the space does not count.</summary>
    UnknownCategory,

    /// <summary>The space has a hundred categories, those out of use included.</summary>
    TooManyCategories,

    /// <summary>Nothing was counted in one of the periods that were to be compared.</summary>
    NothingCounted,

    /// <summary>Two figures that were to be compared do not count the same.</summary>
    ScopesDiffer,

    /// <summary>Figures are brought in as text/csv.</summary>
    NotCsv,

    /// <summary>A file of figures has at most a million bytes.</summary>
    FileTooLarge,

    /// <summary>The id chosen by the caller is in use elsewhere.</summary>
    IdTaken,

    /// <summary>The thing has changed since the caller read it.</summary>
    Changed,

    /// <summary>What has ended can no longer be cancelled.</summary>
    OccurrenceHasEnded,

    /// <summary>The time that something is moved to, or wished for, has passed.</summary>
    TimeHasPassed,

    /// <summary>Hours are entered when the occurrence is over.</summary>
    OccurrenceIsNotOver,

    /// <summary>There are no such hours in the space.</summary>
    UnknownRun,

    /// <summary>The person has hours for this occurrence already, under another id.</summary>
    RunIsRecorded,

    /// <summary>What was signed off changes only with a reason.</summary>
    RunIsSignedOff,

    /// <summary>Nobody signs off their own hours.</summary>
    OwnRun,

    /// <summary>The activity names another as the supervisor, or none and the caller is no coordinator.</summary>
    NotTheSupervisor,

    /// <summary>The decision that an activity names is not one of the space's.</summary>
    UnknownDecision,

    /// <summary>What comes from an experiment comes from the experiment's decision.</summary>
    ExperimentHasDecision,

    /// <summary>What was cancelled stays cancelled; it is neither moved nor postponed.</summary>
    OccurrenceIsCancelled,

    /// <summary>The plan would take away occurrences that have counts, sign-ups or a time of their own.</summary>
    OccurrencesAreCountedOn,

    /// <summary>The place or a piece of equipment is taken at one of the times.</summary>
    Taken,

    /// <summary>Whether a place is shared changes only while nothing is planned there.</summary>
    PlaceIsInUse,

    /// <summary>A thing that an activity needs is not one of the space's.</summary>
    UnknownEquipment,

    /// <summary>The client acts for no organisation.</summary>
    NoOrganisation,

    /// <summary>The partner has as many wishes as it may have.</summary>
    TooManyWishes,

    /// <summary>There is no such wish in the space.</summary>
    UnknownWish,

    /// <summary>The wish was answered otherwise already.</summary>
    WishIsAnswered,

    /// <summary>The plan has more dates than one activity may have.</summary>
    TooManyOccurrences,

    /// <summary>The time does not exist or comes twice on a date, because the clocks change that night.</summary>
    ClockChange,

    /// <summary>There is no such source in the space.</summary>
    UnknownSource,

    /// <summary>The organisation that a source names is not in the space's directory.</summary>
    UnknownOrganisation,

    /// <summary>The address of a source is not one that is asked.</summary>
    AddressNotAllowed,

    /// <summary>The space follows as many sources as it may.</summary>
    TooManySources,

    /// <summary>The link is wrong, or what it belonged to has been forgotten.</summary>
    LinkNotKnown,

    /// <summary>A promised language is missing and no reason was given.</summary>
    PromisedLanguageMissing,

    /// <summary>There is nothing to sign up for: one may just come.</summary>
    NoSignUp,

    /// <summary>It has begun; nobody signs up any more.</summary>
    TooLateToSignUp,

    /// <summary>It was cancelled or postponed.</summary>
    NotTakingPlace,

    /// <summary>More people have signed up than any house could take.</summary>
    SignUpListIsFull,

    /// <summary>No place is offered, or no longer.</summary>
    OfferHasEnded,
}

/// <summary>The answers that refusals become.</summary>
internal static class Refusals
{
    private static readonly ConcurrentDictionary<Refusal, Refused> Known = new();

    public static Refused Result(this Refusal refusal) => Known.GetOrAdd(refusal, static refusal => new(Status(refusal), Type(refusal), Title(refusal)));

    /// <summary>Why two figures are not compared: says what each of them counts.</summary>
    public static Refused ScopesDiffer(Figure one, Figure other, IReadOnlyList<Category> categories)
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
    public static Refused Taken(Clashes clashes)
    {
        return new(Status(Refusal.Taken), Type(Refusal.Taken), StaffTexts.In(texts =>
        {
            var times = string.Join("; ", clashes.First.Select(clash => Time(clash, texts)));
            return clashes.More > 0 ? texts.Refusals.TakenTimesAndMore(clashes.More, times) : texts.Refusals.TakenTimes(times);
        }));

        string Time(Clash clash, StaffTexts texts) => texts.Refusals.TakenTime(
            clash.Resource.In(texts.Language), Day(DateOnly.FromDateTime(clash.Start)), texts.Dates.Time(TimeOnly.FromDateTime(clash.Start)),
            texts.Dates.Time(TimeOnly.FromDateTime(clash.End)), clash.By.In(texts.Language));
    }

    /// <summary>Asks whether a time is meant that the clock does not show on a date, or shows twice: says which, and what comes of it.</summary>
    public static Refused ClockChange(DateOnly date, TimeOnly start, WallClock clock)
    {
        var begins = TimeOnly.FromDateTime(clock.At(clock.InstantOf(date, start)));
        return new(Status(Refusal.ClockChange), Type(Refusal.ClockChange), StaffTexts.In(texts => clock.KindOf(date, start) == LocalTimeKind.Skipped
            ? texts.Refusals.ClockSkips(Day(date), texts.Dates.Time(start), texts.Dates.Time(begins))
            : texts.Refusals.ClockRepeats(Day(date), texts.Dates.Time(start))));
    }

    private static string Day(DateOnly date) => date.ToString("d.M.yyyy", CultureInfo.InvariantCulture);

    private static string Type(Refusal refusal) => $"urn:kivenkolo:calendar:{refusal}";

    private static int Status(Refusal refusal) => refusal switch
    {
        Refusal.UnknownActivity or Refusal.UnknownOccurrence or Refusal.UnknownResource or Refusal.UnknownHeadcount or Refusal.UnknownRun
            or Refusal.UnknownSource or Refusal.UnknownWish or Refusal.LinkNotKnown => StatusCodes.Status404NotFound,
        Refusal.AddressNotAllowed => StatusCodes.Status422UnprocessableEntity,
        Refusal.Changed => StatusCodes.Status412PreconditionFailed,
        Refusal.NotCsv => StatusCodes.Status415UnsupportedMediaType,
        Refusal.FileTooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status409Conflict,
    };

    // Residents' texts for what residents and partners without an account can meet: they are in plain Finnish and Arabic too. Those who work in the
    // house read Finnish, and what only programs meet has no Arabic.
    private static LocalizedText Title(Refusal refusal) => refusal switch
    {
        Refusal.UnknownActivity => ResidentTexts.In(texts => texts.Refusals.UnknownActivity),
        Refusal.UnknownOccurrence => ResidentTexts.In(texts => texts.Refusals.UnknownOccurrence),
        Refusal.UnknownResource => StaffTexts.In(texts => texts.Refusals.UnknownResource),
        Refusal.UnknownPlace => StaffTexts.In(texts => texts.Refusals.UnknownPlace),
        Refusal.UnknownCountedOccurrence => StaffTexts.In(texts => texts.Refusals.UnknownCountedOccurrence),
        Refusal.UnknownHeadcount => StaffTexts.In(texts => texts.Refusals.UnknownHeadcount),
        Refusal.UnknownCategory => StaffTexts.In(texts => texts.Refusals.UnknownCategory),
        Refusal.TooManyCategories => StaffTexts.In(texts => texts.Refusals.TooManyCategories),
        Refusal.NothingCounted => StaffTexts.In(texts => texts.Refusals.NothingCounted),
        Refusal.NotCsv => StaffTexts.In(texts => texts.Refusals.NotCsv),
        Refusal.FileTooLarge => StaffTexts.In(texts => texts.Refusals.FileTooLarge),
        Refusal.IdTaken => StaffTexts.In(texts => texts.Refusals.IdTaken),
        Refusal.Changed => StaffTexts.In(texts => texts.Refusals.Changed),
        Refusal.OccurrenceHasEnded => StaffTexts.In(texts => texts.Refusals.OccurrenceHasEnded),
        Refusal.TimeHasPassed => StaffTexts.In(texts => texts.Refusals.TimeHasPassed),
        Refusal.OccurrenceIsNotOver => StaffTexts.In(texts => texts.Refusals.OccurrenceIsNotOver),
        Refusal.UnknownRun => StaffTexts.In(texts => texts.Refusals.UnknownRun),
        Refusal.RunIsRecorded => StaffTexts.In(texts => texts.Refusals.RunIsRecorded),
        Refusal.RunIsSignedOff => StaffTexts.In(texts => texts.Refusals.RunIsSignedOff),
        Refusal.OwnRun => StaffTexts.In(texts => texts.Refusals.OwnRun),
        Refusal.NotTheSupervisor => StaffTexts.In(texts => texts.Refusals.NotTheSupervisor),
        Refusal.UnknownDecision => StaffTexts.In(texts => texts.Refusals.UnknownDecision),
        Refusal.ExperimentHasDecision => StaffTexts.In(texts => texts.Refusals.ExperimentHasDecision),
        Refusal.OccurrenceIsCancelled => StaffTexts.In(texts => texts.Refusals.OccurrenceIsCancelled),
        Refusal.OccurrencesAreCountedOn => StaffTexts.In(texts => texts.Refusals.OccurrencesAreCountedOn),
        Refusal.Taken => StaffTexts.In(texts => texts.Refusals.Taken),
        Refusal.PlaceIsInUse => StaffTexts.In(texts => texts.Refusals.PlaceIsInUse),
        Refusal.UnknownEquipment => StaffTexts.In(texts => texts.Refusals.UnknownEquipment),
        Refusal.NoOrganisation => StaffTexts.In(texts => texts.Refusals.NoOrganisation),
        Refusal.TooManyWishes => StaffTexts.In(texts => texts.Refusals.TooManyWishes),
        Refusal.UnknownWish => StaffTexts.In(texts => texts.Refusals.UnknownWish),
        Refusal.WishIsAnswered => StaffTexts.In(texts => texts.Refusals.WishIsAnswered),
        Refusal.TooManyOccurrences => StaffTexts.In(texts => texts.Refusals.TooManyOccurrences),
        Refusal.UnknownSource => StaffTexts.In(texts => texts.Refusals.UnknownSource),
        Refusal.UnknownOrganisation => StaffTexts.In(texts => texts.Refusals.UnknownOrganisation),
        Refusal.AddressNotAllowed => StaffTexts.In(texts => texts.Refusals.AddressNotAllowed),
        Refusal.TooManySources => StaffTexts.In(texts => texts.Refusals.TooManySources),
        Refusal.LinkNotKnown => ResidentTexts.In(texts => texts.Refusals.LinkNotKnown),
        Refusal.PromisedLanguageMissing => StaffTexts.In(texts => texts.Refusals.PromisedLanguageMissing),
        Refusal.NoSignUp => ResidentTexts.In(texts => texts.Refusals.NoSignUp),
        Refusal.TooLateToSignUp => ResidentTexts.In(texts => texts.Refusals.TooLateToSignUp),
        Refusal.NotTakingPlace => ResidentTexts.In(texts => texts.Refusals.NotTakingPlace),
        Refusal.SignUpListIsFull => ResidentTexts.In(texts => texts.Refusals.SignUpListIsFull),
        Refusal.OfferHasEnded => ResidentTexts.In(texts => texts.Refusals.OfferHasEnded),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };
}
