using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Kivenkolo.Contracts;
using Kivenkolo.Web.Impact;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.ThisWeek;

namespace Kivenkolo.Web.Services;

/// <summary>A week of a space.</summary>
public sealed record Week(
    string? WeekName, DateOnly From, DateOnly To, bool Published, string? TimeZone, IReadOnlyList<Occurrence> Occurrences,
    IReadOnlyList<LanguageCompleteness>? Languages = null, IReadOnlyList<WeekChange>? Changes = null,
    IReadOnlyList<Holiday>? Holidays = null)
{
    /// <summary>What partners' own calendars tell of, in order of start.</summary>
    public IReadOnlyList<SourceLine>? FromOthers { get; init; }
}

/// <summary>A partner's own calendar that is followed, and how that goes.</summary>
public sealed record FollowedCalendar(
    Guid Id, Guid OrganisationId, string Address, string Language, bool Stale, DateTimeOffset? SucceededAt, string? LastError, int FindingCount,
    IReadOnlyList<CalendarFinding> Findings, DateTimeOffset? AskedAt, DateTimeOffset? ConfirmedAt, bool Unconfirmed);

/// <summary>What could not be read of a calendar, in which line and field.</summary>
public sealed record CalendarFinding(int Line, string Reason, string? What);

/// <summary>The calendar of which a mail asks whether it is still right.</summary>
public sealed record AskedCalendar(LocalizedText OrganisationName, string Address);

/// <summary>What a partner's own calendar tells of. The local times are the space's.</summary>
public sealed record SourceLine(
    Guid Id, LocalizedText From, LocalizedText Title, LocalizedText? Description, DateOnly LocalDate, TimeOnly LocalStart, TimeOnly LocalEnd, bool AllDay,
    LocalizedText? Place, string? Url, bool Cancelled, bool Stale);

/// <summary>A day on which most of Finland is closed.</summary>
public sealed record Holiday(DateOnly Date, LocalizedText Name);

/// <summary>How many of the week's occurrences have a promised language.</summary>
public sealed record LanguageCompleteness(string Language, int Complete, int Of)
{
    public bool IsWhole => Complete == Of;
}

/// <summary>What has become of a line since the week was published: added, moved, relocated, cancelled or removed.</summary>
public sealed record WeekChange(
    Guid OccurrenceId, string Kind, LocalizedText Title, DateOnly? ToldDate, TimeOnly? ToldStart, TimeOnly? ToldEnd, LocalizedText? ToldPlace);

/// <summary>Something that takes place once. The local times are the space's.</summary>
public sealed record Occurrence(
    Guid Id, Guid ActivityId, LocalizedText Title, LocalizedText? Description, DateTimeOffset Start, DateTimeOffset End, DateOnly LocalDate,
    TimeOnly LocalStart, TimeOnly LocalEnd, LocalizedText? Place, LocalizedText? Organiser, string Status, LocalizedText? Reason,
    IReadOnlyList<string>? SpokenLanguages, bool Free, bool NoSignUp, Provenance? Provenance,
    IReadOnlyList<string>? Facts = null)
{
    /// <summary>In which part someone runs it: staff, resident, student or partner.</summary>
    public string? RunBy { get; init; }

    /// <summary>Promised languages in which its title or description is missing.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>The partner that runs it; null when the house does.</summary>
    public Guid? OrganisationId { get; init; }

    /// <summary>What it is about: YSO keywords such as yso:p1808.</summary>
    public IReadOnlyList<string>? Keywords { get; init; }

    /// <summary>Whom it is for, likewise.</summary>
    public IReadOnlyList<string>? Audience { get; init; }

    /// <summary>When its series would have it start; another time than its start when it was moved.</summary>
    public DateTimeOffset? RecurrenceId { get; init; }

    /// <summary>When its series began or begins; null for what takes place once.</summary>
    public DateTimeOffset? SeriesStart { get; init; }

    /// <summary>What is told about this one alone.</summary>
    public LocalizedText? Note { get; init; }

    public bool IsCancelled => Status == "cancelled";

    /// <summary>Whether it does not take place at its time: it was cancelled, or a new time will be told.</summary>
    public bool IsOff => IsCancelled || Status == "postponed";

    /// <summary>Where and by whom, as far as it needs saying: that the house itself organises goes without.</summary>
    public List<LocalizedText> Where(Reader reader) =>
        [.. new[] { Place, Organiser }.OfType<LocalizedText>().Where(text => !text.IsEmpty && text.In(reader.Language) != reader.SpaceName.Text)];

    /// <summary>The codes of everything that makes it easy to come.</summary>
    public IEnumerable<string> EasyToCome => [.. Free ? ["free"] : (string[])[], .. NoSignUp ? ["no-sign-up"] : (string[])[], .. Facts ?? []];
}

/// <summary>The decision of the house meeting that an occurrence comes from.</summary>
public sealed record Provenance(string? DecisionNumber, DateOnly? DecidedOn, Guid? ExperimentId);

/// <summary>What the space counts.</summary>
public sealed record Category(string Code, LocalizedText Name, bool InUse);

/// <summary>How many came to an occurrence, in some hours of a day, or in a longer period.</summary>
public sealed record Headcount(
    Guid Id, Guid? OccurrenceId, DateOnly From, DateOnly To, TimeOnly? Start, TimeOnly? End, IReadOnlyList<string> Scope,
    IReadOnlyDictionary<string, int>? Counts, int Count, long Version)
{
    /// <summary>The number of each category, where it is known.</summary>
    public IEnumerable<(string Category, int Count)> ByCategory() =>
        Counts is not null ? Counts.Select(count => (count.Key, count.Value)) : Scope.Count == 1 ? [(Scope[0], Count)] : [];
}

/// <summary>What an entry said before and since a correction, and in which role it was corrected; null for the operator.</summary>
public sealed record Correction(ExactFigure Before, ExactFigure After, DateTimeOffset CorrectedAt, string? Role);

/// <summary>Visits of one scope in one period, exact; an empty scope means that it was not stated.</summary>
public sealed record ExactFigure(DateOnly From, DateOnly To, IReadOnlyList<string> Scope, IReadOnlyDictionary<string, long>? Counts, long Count);

/// <summary>Figures by period, and those that cross the borders of the periods.</summary>
public sealed record ExactFigures(DateOnly From, DateOnly To, IReadOnlyList<ExactFigure> Figures, IReadOnlyList<ExactFigure> Across);

/// <summary>Two figures that count the same.</summary>
public sealed record Comparison(ExactFigure Figure, ExactFigure With, long Difference);

/// <summary>A line of a file that cannot be taken.</summary>
public sealed record BadLine(int Line, string Column, LocalizedText Says);

/// <summary>A line of a file that is new or corrects something.</summary>
public sealed record ChangedLine(int Line, ExactFigure? Before, ExactFigure After);

/// <summary>What a file did, or would do.</summary>
public sealed record Imported(
    bool DryRun, int Added, int Changed, int Unchanged, int Bad, IReadOnlyList<ChangedLine> Changes, IReadOnlyList<BadLine> BadLines);

/// <summary>Someone's hours for an occurrence; what they were before each correction of a signed entry.</summary>
public sealed record Run(
    Guid Id, Guid OccurrenceId, LocalizedText Title, DateOnly LocalDate, string Name, int Minutes, string? Note, int Version, DateTimeOffset? SignedOffAt,
    IReadOnlyList<RunCorrection>? Corrections)
{
    public Guid ActivityId { get; init; }

    /// <summary>What is to be corrected, when the supervisor gave it back.</summary>
    public string? ReturnReason { get; init; }

    /// <summary>Who alone signs it off, by name; null when any coordinator does.</summary>
    public string? Supervisor { get; init; }

    /// <summary>Whether it is for the reader to sign off.</summary>
    public bool ForCaller { get; init; }
}

/// <summary>Who supervises those who run an activity; nobody by name when any coordinator does.</summary>
public sealed record Supervisor(string? Subject, string? Name);

/// <inheritdoc cref="Run"/>
public sealed record RunCorrection(int Minutes, string Reason);

/// <summary>The reader's own hours in a period.</summary>
public sealed record OwnRuns(int Minutes, int SignedOffMinutes, IReadOnlyList<Run> Items, string? Next);

/// <summary>Where activities take place.</summary>
public sealed record Place(Guid Id, LocalizedText Name, bool Shared);

/// <summary>A thing that activities can use.</summary>
public sealed record Equipment(Guid Id, LocalizedText Name);

/// <summary>What activities are about or for: a concept of YSO with the space's words for it, which may be none yet.</summary>
public sealed record Keyword(string Id, LocalizedText Label)
{
    /// <summary>Its words for a reader; the id of one without.</summary>
    public string Name(Reader reader) => Label.IsEmpty ? Id : Label.In(reader.Language);
}

/// <summary>A decision of the house meeting that an activity can come from.</summary>
public sealed record PlannableDecision(Guid Id, string Number, LocalizedText Text);

/// <summary>When one occurrence takes place, and what it has apart from its series.</summary>
public sealed record OwnChange(DateOnly Date, TimeOnly Start, int DurationMinutes, Guid? PlaceId, JsonObject Place, JsonObject Note);

/// <summary>That a week was published once, and why although a language was missing.</summary>
public sealed record WeekPublication(long Version, DateTimeOffset PublishedAt, IReadOnlyList<string> Missing, string? ReasonForMissing);

/// <summary>When a place is free, on the wall; whether somebody waits for an answer about some of it.</summary>
public sealed record FreeTime(DateOnly Date, TimeOnly From, TimeOnly To, bool IsWished);

/// <inheritdoc cref="FreeTime"/>
public sealed record FreeTimes(IReadOnlyList<FreeTime> Items);

/// <summary>What a partner wishes for. The local times are the space's.</summary>
public sealed record Wish(Guid Id, Guid OrganisationId, Guid PlaceId, DateOnly LocalDate, TimeOnly LocalStart, TimeOnly LocalEnd);

/// <summary>What is in the programme and waits for a place or a piece of equipment, and who has that.</summary>
public sealed record PendingBooking(
    Guid OccurrenceId, LocalizedText Title, LocalizedText ResourceName, DateOnly LocalDate, TimeOnly LocalStart, TimeOnly LocalEnd, IReadOnlyList<Holder> HeldBy);

/// <inheritdoc cref="PendingBooking"/>
public sealed record Holder(Guid OccurrenceId, LocalizedText Title);

/// <inheritdoc cref="PendingBooking"/>
public sealed record PendingBookings(IReadOnlyList<PendingBooking> Items);

/// <summary>Whether one can sign up: notNeeded, open, full or closed.</summary>
public sealed record SignUpState(string State);

/// <summary>What one who signed up is given: the secret of the link.</summary>
public sealed record SignUpReceipt(string Token);

/// <summary>A sign-up as the one who made it sees it.</summary>
public sealed record OwnRegistration(Guid OccurrenceId, string Status, int? Place, DateTimeOffset? OfferedUntil);

/// <summary>A sign-up as those see it who run the activity.</summary>
public sealed record ListedRegistration(Guid Id, int Number, string? Nickname, string Status, bool CanBeReached);

public sealed class Calendar(HttpClient http) : Service(http)
{
    private static string Root(string space) => $"/api/calendar/v1/spaces/{E(space)}";

    private static string Consents(bool acceptClockChange, bool cancelLeft) =>
        $"acceptClockChange={(acceptClockChange ? "true" : "false")}&cancelLeft={(cancelLeft ? "true" : "false")}";

    public Task<Answer<Week>> Week(string space, IsoWeek week, CancellationToken ct) => Get<Week>($"{Root(space)}/weeks/{week}", ct);

    public Task<Answer<Occurrence>> Occurrence(string space, Guid id, CancellationToken ct) => Get<Occurrence>($"{Root(space)}/occurrences/{id}", ct);

    public Task<Answer<SignUpState>> SignUpState(string space, Guid id, CancellationToken ct) =>
        Get<SignUpState>($"{Root(space)}/occurrences/{id}/sign-up", ct);

    public Task<Answer<SignUpReceipt>> SignUp(string space, Guid occurrence, string nickname, string language, string? email, string key, CancellationToken ct) =>
        Post<SignUpReceipt>($"{Root(space)}/occurrences/{occurrence}/registrations", new { nickname, language, email }, ct, key);

    public Task<Answer<Listed<ListedRegistration>>> Registrations(string space, Guid occurrence, int after, CancellationToken ct) =>
        Get<Listed<ListedRegistration>>($"{Root(space)}/occurrences/{occurrence}/registrations?after={after}", ct);

    public Task<Answer<Nothing>> RemoveRegistration(string space, Guid occurrence, Guid registration, CancellationToken ct) =>
        Delete<Nothing>($"{Root(space)}/occurrences/{occurrence}/registrations/{registration}", ct);

    public Task<Answer<OwnRegistration>> OwnRegistration(string space, string token, CancellationToken ct) =>
        Post<OwnRegistration>($"{Root(space)}/registrations/own", new { token }, ct);

    public Task<Answer<OwnRegistration>> AcceptPlace(string space, string token, CancellationToken ct) =>
        Post<OwnRegistration>($"{Root(space)}/registrations/acceptance", new { token }, ct);

    public Task<Answer<OwnRegistration>> LeaveRegistration(string space, string token, CancellationToken ct) =>
        Post<OwnRegistration>($"{Root(space)}/registrations/leaving", new { token }, ct);

    public Task<Answer<Nothing>> Publish(string space, IsoWeek week, string? reasonForMissing, CancellationToken ct) =>
        Post<Nothing>($"{Root(space)}/weeks/{week}/publication", new { reasonForMissing }, ct);

    public Task<Answer<Listed<WeekPublication>>> Publications(string space, IsoWeek week, CancellationToken ct) =>
        Get<Listed<WeekPublication>>($"{Root(space)}/weeks/{week}/publications?limit=20", ct);

    public Task<Answer<Nothing>> Cancel(string space, Guid occurrence, LocalizedText reason, CancellationToken ct) =>
        Post<Nothing>($"{Root(space)}/occurrences/{occurrence}/cancellation", new { reason }, ct);

    /// <summary>The activities as Calendar gives them: what these pages do not know goes back as it came.</summary>
    public Task<Answer<Listed<JsonObject>>> Activities(string space, Guid? after, CancellationToken ct) =>
        Get<Listed<JsonObject>>($"{Root(space)}/activities?limit=100{(after is null ? "" : $"&after={after}")}", ct);

    public Task<Answer<JsonObject>> Activity(string space, Guid id, CancellationToken ct) => Get<JsonObject>($"{Root(space)}/activities/{id}", ct);

    public Task<Answer<JsonObject>> Plan(string space, Guid id, JsonObject activity, bool acceptClockChange, bool cancelLeft, string? etag, CancellationToken ct) =>
        Put<JsonObject>($"{Root(space)}/activities/{id}?{Consents(acceptClockChange, cancelLeft)}", activity, ct, etag);

    public Task<Answer<JsonObject>> PlanFollowing(string space, Guid id, JsonObject series, bool acceptClockChange, bool cancelLeft, CancellationToken ct) =>
        Put<JsonObject>($"{Root(space)}/activities/{id}/following?{Consents(acceptClockChange, cancelLeft)}", series, ct);

    public Task<Answer<Nothing>> Withdraw(string space, Guid id, bool cancelLeft, CancellationToken ct) =>
        Delete<Nothing>($"{Root(space)}/activities/{id}?cancelLeft={(cancelLeft ? "true" : "false")}", ct);

    public Task<Answer<OwnChange>> OwnChange(string space, Guid occurrence, CancellationToken ct) => Get<OwnChange>($"{Root(space)}/occurrences/{occurrence}/change", ct);

    public Task<Answer<Nothing>> Change(string space, Guid occurrence, JsonObject change, bool acceptClockChange, string? etag, CancellationToken ct) =>
        Put<Nothing>($"{Root(space)}/occurrences/{occurrence}/change?acceptClockChange={(acceptClockChange ? "true" : "false")}", change, ct, etag);

    public Task<Answer<Nothing>> Return(string space, Guid occurrence, CancellationToken ct) => Delete<Nothing>($"{Root(space)}/occurrences/{occurrence}/change", ct);

    public Task<Answer<Nothing>> Postpone(string space, Guid occurrence, LocalizedText? reason, CancellationToken ct) =>
        Post<Nothing>($"{Root(space)}/occurrences/{occurrence}/postponement", new { reason }, ct);

    public Task<Answer<Listed<Place>>> Places(string space, CancellationToken ct) => Get<Listed<Place>>($"{Root(space)}/places?limit=100", ct);

    public Task<Answer<Listed<Equipment>>> Equipment(string space, CancellationToken ct) => Get<Listed<Equipment>>($"{Root(space)}/equipment?limit=100", ct);

    /// <summary>The newest decisions.</summary>
    public Task<Answer<Listed<PlannableDecision>>> Decisions(string space, CancellationToken ct) => Get<Listed<PlannableDecision>>($"{Root(space)}/decisions?limit=100", ct);

    public Task<Answer<Listed<Keyword>>> Keywords(string space, CancellationToken ct) => Get<Listed<Keyword>>($"{Root(space)}/keywords?limit=100", ct);

    public Task<Answer<Nothing>> NamePlace(string space, Guid id, JsonObject name, bool shared, CancellationToken ct) =>
        Put<Nothing>($"{Root(space)}/places/{id}", new { name, shared }, ct);

    public Task<Answer<Nothing>> NameEquipment(string space, Guid id, JsonObject name, CancellationToken ct) =>
        Put<Nothing>($"{Root(space)}/equipment/{id}", new { name }, ct);

    public Task<Answer<Nothing>> NameKeyword(string space, string id, JsonObject label, CancellationToken ct) =>
        Put<Nothing>($"{Root(space)}/keywords/{E(id)}", new { label }, ct);

    /// <summary>When a place or a piece of equipment is free.</summary>
    public Task<Answer<FreeTimes>> FreeTimes(string space, Guid place, DateOnly from, DateOnly to, int minutes, CancellationToken ct) =>
        Get<FreeTimes>($"{Root(space)}/places/{place}/free-times?from={from.Iso()}&to={to.Iso()}&minutes={minutes.ToString(CultureInfo.InvariantCulture)}", ct);

    public Task<Answer<Listed<Wish>>> OpenWishes(string space, CancellationToken ct) => Get<Listed<Wish>>($"{Root(space)}/wishes?state=open&limit=100", ct);

    public Task<Answer<Nothing>> AcceptWish(string space, Guid id, LocalizedText title, CancellationToken ct) =>
        Post<Nothing>($"{Root(space)}/wishes/{id}/acceptance", new { title }, ct);

    public Task<Answer<Nothing>> TurnDownWish(string space, Guid id, CancellationToken ct) => Post<Nothing>($"{Root(space)}/wishes/{id}/refusal", new { }, ct);

    public Task<Answer<PendingBookings>> PendingBookings(string space, CancellationToken ct) => Get<PendingBookings>($"{Root(space)}/bookings/pending", ct);

    public Task<Answer<Listed<FollowedCalendar>>> FollowedCalendars(string space, CancellationToken ct) =>
        Get<Listed<FollowedCalendar>>($"{Root(space)}/sources?limit=100", ct);

    public Task<Answer<Nothing>> FollowCalendar(string space, Guid id, Guid organisation, string address, string kind, string language, string? contact, CancellationToken ct) =>
        Put<Nothing>($"{Root(space)}/sources/{id}", new { organisationId = organisation, address, kind, language, contact }, ct);

    public Task<Answer<Nothing>> StopFollowing(string space, Guid id, CancellationToken ct) => Delete<Nothing>($"{Root(space)}/sources/{id}", ct);

    public Task<Answer<AskedCalendar>> AskedCalendar(string space, string token, CancellationToken ct) =>
        Post<AskedCalendar>($"{Root(space)}/sources/question", new { token }, ct);

    public Task<Answer<Nothing>> SayStillRight(string space, string token, CancellationToken ct) =>
        Post<Nothing>($"{Root(space)}/sources/confirmation", new { token }, ct);

    public Task<Answer<OwnRuns>> OwnRuns(string space, DateOnly from, DateOnly to, Guid? after, CancellationToken ct) =>
        Get<OwnRuns>($"{Root(space)}/runs/own?from={from.Iso()}&to={to.Iso()}&limit=100{(after is null ? "" : $"&after={after}")}", ct);

    public Task<Answer<Listed<Run>>> UnsignedRuns(string space, CancellationToken ct) =>
        Get<Listed<Run>>($"{Root(space)}/runs?signedOff=false&limit=100", ct);

    public Task<Answer<Nothing>> Record(string space, Guid run, Guid occurrence, int minutes, string? note, string? reasonForCorrection, CancellationToken ct) =>
        Put<Nothing>($"{Root(space)}/runs/{run}", new { occurrenceId = occurrence, minutes, note, reasonForCorrection }, ct);

    public Task<Answer<Nothing>> SignOff(string space, Guid run, int version, CancellationToken ct) =>
        Post<Nothing>($"{Root(space)}/runs/{run}/sign-off", new { version }, ct);

    public Task<Answer<Nothing>> ReturnRun(string space, Guid run, int version, string reason, CancellationToken ct) =>
        Post<Nothing>($"{Root(space)}/runs/{run}/return", new { version, reason }, ct);

    public Task<Answer<Supervisor>> Supervisor(string space, Guid activity, CancellationToken ct) => Get<Supervisor>($"{Root(space)}/activities/{activity}/supervisor", ct);

    public Task<Answer<Nothing>> NameSupervisor(string space, Guid activity, string? subject, string? name, CancellationToken ct) =>
        Put<Nothing>($"{Root(space)}/activities/{activity}/supervisor", new { subject, name }, ct);

    public Task<Answer<Listed<Headcount>>> Headcounts(string space, DateOnly from, DateOnly to, CancellationToken ct) =>
        Get<Listed<Headcount>>($"{Root(space)}/headcounts?from={from.Iso()}&to={to.Iso()}&limit=100", ct);

    public Task<Answer<Listed<Correction>>> Corrections(string space, Guid headcount, CancellationToken ct) =>
        Get<Listed<Correction>>($"{Root(space)}/headcounts/{headcount}/corrections?limit=100", ct);

    public Task<Answer<Listed<Category>>> Categories(string space, CancellationToken ct) => Get<Listed<Category>>($"{Root(space)}/categories", ct);

    public Task<Answer<Listed<Category>>> ChooseCategories(string space, IEnumerable<Category> categories, CancellationToken ct) =>
        Put<Listed<Category>>($"{Root(space)}/categories", new { categories = categories.Select(category => new { category.Code, category.Name }) }, ct);

    public Task<Answer<Nothing>> Count(string space, Guid headcount, long version, Counted counted, Dictionary<string, int> counts, CancellationToken ct) =>
        Put<Nothing>($"{Root(space)}/headcounts/{headcount}", counted.OccurrenceId is { } occurrenceId
            ? (object)new { occurrenceId, counts, version }
            : new { from = counted.Day, to = counted.Day, start = counted.Start.ToString("HH:mm", CultureInfo.InvariantCulture), end = counted.End.ToString("HH:mm", CultureInfo.InvariantCulture), counts, version }, ct);

    public Task<Answer<ExactFigures>> Figures(string space, string period, DateOnly from, DateOnly to, CancellationToken ct) =>
        Get<ExactFigures>($"{Root(space)}/headcounts/figures?period={period}&from={from.Iso()}&to={to.Iso()}", ct);

    public Task<Answer<Comparison>> Compare(string space, string period, DateOnly day, DateOnly with, CancellationToken ct) =>
        Get<Comparison>($"{Root(space)}/headcounts/comparison?period={period}&day={day.Iso()}&with={with.Iso()}", ct);

    public Task<Answer<Imported>> Import(string space, string file, bool dryRun, CancellationToken ct) =>
        Post<Imported>($"{Root(space)}/headcounts/import?dryRun={(dryRun ? "true" : "false")}", new StringContent(file, Encoding.UTF8, "text/csv"), ct);
}
