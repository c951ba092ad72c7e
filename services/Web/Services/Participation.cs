using Kivenkolo.Contracts;
using Kivenkolo.Web.ThisWeek;

namespace Kivenkolo.Web.Services;

/// <summary>A house meeting: called, and after it closed with the number present.</summary>
public sealed record Meeting(
    Guid Id, DateOnly Date, TimeOnly Start, LocalizedText? Title, string? State, int? PresentCount, IReadOnlyList<AgendaItem>? Agenda,
    IReadOnlyList<Decision>? Decisions)
{
    public bool IsClosed => State == "closed";
}

/// <summary>What the meeting talks about. An idea's own words are for those who work in the house; everyone sees the title once it has one.</summary>
public sealed record AgendaItem(Guid Id, LocalizedText? Title, Guid? IdeaId, Guid? DecisionId);

/// <summary>What residents sent in; for those who work in the house.</summary>
public sealed record Idea(Guid Id, string Text, string Language, string? Title);

/// <summary>A line of the decision register.</summary>
public sealed record Decision(
    Guid Id, string Number, LocalizedText Text, string Method, DateOnly DecidedOn, Guid MeetingId, Guid AgendaItemId, bool FromIdea, Guid? ExperimentId);

/// <summary>What is tried because of a decision, once a week.</summary>
public sealed record ExperimentPlan(LocalizedText Title, LocalizedText? Description, string FirstDate, string Start, int DurationMinutes, int Sessions);

/// <summary>The questions about one occurrence; open from its end for some days.</summary>
public sealed record FeedbackForm(Guid Id, Guid OccurrenceId, LocalizedText Title, bool Open, DateTimeOffset OpensAt, DateTimeOffset ClosesAt);

/// <summary>A number that may have to stay untold, so that nobody can be recognised.</summary>
public sealed record ShownCount(long? Count);

/// <summary>Visits of one scope in one period; an empty scope means that it was not stated.</summary>
public sealed record VisitFigure(DateOnly From, DateOnly To, IReadOnlyList<string> Scope, long? Count);

/// <summary>Answers to the feedback forms of one week.</summary>
public sealed record FeedbackFigure(DateOnly From, DateOnly To, ShownCount Good, ShownCount Okay, ShownCount Bad, ShownCount Total);

public sealed record Figures(DateOnly From, DateOnly To, IReadOnlyList<VisitFigure> Visits, IReadOnlyList<FeedbackFigure> Feedback);

/// <summary>Visits of a whole year.</summary>
public sealed record YearFigure(int Year, IReadOnlyList<string> Scope, long? Count, IReadOnlyList<int> ComparableWith);

public sealed class Participation(HttpClient http) : Service(http)
{
    private static string Root(string space) => $"/api/participation/v1/spaces/{E(space)}";

    public Task<Answer<Nothing>> SendIdea(string space, string text, string language, string? title, string key, CancellationToken ct) =>
        Post<Nothing>($"{Root(space)}/ideas", new { text, language, title }, ct, key);

    public Task<Answer<Listed<Idea>>> IdeasOf(string space, Guid meeting, CancellationToken ct) =>
        Get<Listed<Idea>>($"{Root(space)}/ideas?meeting={meeting}&limit=100", ct);

    public Task<Answer<Listed<Meeting>>> Meetings(string space, CancellationToken ct) => Get<Listed<Meeting>>($"{Root(space)}/meetings?limit=50", ct);

    public Task<Answer<Meeting>> Meeting(string space, Guid id, CancellationToken ct) => Get<Meeting>($"{Root(space)}/meetings/{id}", ct);

    public Task<Answer<Nothing>> Call(string space, Guid meeting, string date, string start, CancellationToken ct) =>
        Put<Nothing>($"{Root(space)}/meetings/{meeting}", new { date, start }, ct);

    public Task<Answer<Nothing>> AddToAgenda(string space, Guid meeting, LocalizedText title, string key, CancellationToken ct) =>
        Post<Nothing>($"{Root(space)}/meetings/{meeting}/agenda", new { title }, ct, key);

    public Task<Answer<Nothing>> Word(string space, Guid meeting, Guid item, LocalizedText title, CancellationToken ct) =>
        Put<Nothing>($"{Root(space)}/meetings/{meeting}/agenda/{item}", new { title }, ct);

    public Task<Answer<Nothing>> Decide(
        string space, Guid meeting, Guid agendaItemId, LocalizedText text, string method, ExperimentPlan? experiment, string key, CancellationToken ct) =>
        Post<Nothing>($"{Root(space)}/meetings/{meeting}/decisions", new { agendaItemId, text, method, experiment }, ct, key);

    public Task<Answer<Nothing>> Close(string space, Guid meeting, int present, CancellationToken ct) =>
        Post<Nothing>($"{Root(space)}/meetings/{meeting}/closing", new { present }, ct);

    public Task<Answer<Listed<Decision>>> Decisions(string space, string? after, CancellationToken ct) =>
        Get<Listed<Decision>>($"{Root(space)}/decisions?limit=50{(after is null ? "" : $"&after={E(after)}")}", ct);

    public Task<Answer<FeedbackForm>> FormOf(string space, Guid occurrence, CancellationToken ct) =>
        Get<FeedbackForm>($"{Root(space)}/feedback-forms?occurrence={occurrence}", ct);

    public Task<Answer<FeedbackForm>> Form(string space, Guid id, CancellationToken ct) => Get<FeedbackForm>($"{Root(space)}/feedback-forms/{id}", ct);

    public Task<Answer<Nothing>> AnswerForm(string space, Guid form, string face, string? sentence, string key, CancellationToken ct) =>
        Post<Nothing>($"{Root(space)}/feedback-forms/{form}/answers", new { face, sentence }, ct, key);

    public Task<Answer<Figures>> Figures(string space, DateOnly from, DateOnly to, CancellationToken ct) =>
        Get<Figures>($"{Root(space)}/figures?from={from.Iso()}&to={to.Iso()}", ct);

    public Task<Answer<Listed<YearFigure>>> Years(string space, CancellationToken ct) => Get<Listed<YearFigure>>($"{Root(space)}/figures/years", ct);
}
