using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.Decisions;

/// <summary>A line of the decision register.</summary>
/// <param name="Id">The decision.</param>
/// <param name="Number">Its number, such as <c>7/2026</c>.</param>
/// <param name="DecidedOn">The day of the meeting in the space's zone.</param>
/// <param name="Text">What was decided.</param>
/// <param name="Method">How.</param>
/// <param name="MeetingId">The house meeting.</param>
/// <param name="AgendaItemId">The item of its agenda.</param>
/// <param name="FromIdea">Whether it began as a resident's idea.</param>
/// <param name="ExperimentId">What is tried because of it, if anything.</param>
public sealed record MeetingDecisionResponse(
    Guid Id, string Number, DateOnly DecidedOn, LocalizedText Text, DecisionMethod Method, Guid MeetingId, Guid AgendaItemId, bool FromIdea, Guid? ExperimentId)
{
    internal static IQueryable<MeetingDecisionResponse> From(ParticipationDb db, IQueryable<Decision> decisions) =>
        decisions.Select(d => new MeetingDecisionResponse(
        d.Id, Decision.Numbered(d.Sequence, d.Year), d.DecidedOn, d.Text, d.Method, d.MeetingId, d.AgendaItemId,
        db.AgendaItems.Any(item => item.Id == d.AgendaItemId && item.IdeaId != null),
        db.Experiments.Where(e => e.DecisionId == d.Id).Select(e => (Guid?)e.Id).SingleOrDefault()));
}

/// <summary>Anyone reads the decision register, newest first.</summary>
internal static class ListDecisions
{
    public static void Map(RouteGroupBuilder decisions) => decisions
        .MapGet("/", Handle)
        .WithName(nameof(ListDecisions))
        .WithSummary("The decision register, newest first")
        .AllowEveryone()
        .LimitRate(RateLimit.Read);

    internal static async Task<Ok<Page<MeetingDecisionResponse>>> Handle(
        ParticipationDb db, CancellationToken ct, Guid? after =
            null, [Range(1, Page<MeetingDecisionResponse>.Most)] int limit = Page<MeetingDecisionResponse>.Usual)
    {
        var decisions = db.Decisions.AsNoTracking();
        if (after is not null)
        {
            var last = await decisions.SingleOrDefaultAsync(d => d.Id == after, ct);
            if (last is null) return TypedResults.Ok(new Page<MeetingDecisionResponse>([], null));
            decisions = decisions.Where(d => EF.Functions.LessThan(ValueTuple.Create(d.Year, d.Sequence), ValueTuple.Create(last.Year, last.Sequence)));
        }
        var page = await MeetingDecisionResponse.From(db, decisions.OrderByDescending(d => d.Year).ThenByDescending(d => d.Sequence).Take(limit + 1))
            .ToListAsync(ct);
        return TypedResults.Ok(Page.From(page, limit, decision => decision.Id.ToString()));
    }
}
