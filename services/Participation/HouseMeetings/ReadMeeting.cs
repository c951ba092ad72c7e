using Kivenkolo.Contracts;
using Kivenkolo.Participation.Decisions;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.HouseMeetings;

/// <summary>A matter of the agenda as everyone reads it.</summary>
/// <param name="Id">The item.</param>
/// <param name="Title">The matter in public words; null for a resident's idea that nobody has worded yet: "an idea from a resident".</param>
/// <param name="IdeaId">The idea it comes from; null when staff put it there. The id leads to nothing without the right to read ideas.</param>
/// <param name="AddedOn">The day it was first put on an agenda.</param>
/// <param name="TimesCarried">How many meetings have passed it on undecided.</param>
/// <param name="DecisionId">What was decided, once it was.</param>
public sealed record AgendaItemResponse(Guid Id, LocalizedText? Title, Guid? IdeaId, DateOnly AddedOn, int TimesCarried, Guid? DecisionId);

/// <summary>A house meeting with its agenda, what it decided, and how it ended.</summary>
public sealed record MeetingWithAgendaResponse(
    Guid Id, DateOnly Date, TimeOnly Start, LocalizedText? Title, MeetingState State, int? PresentCount, int? CarriedOver,
    AgendaItemResponse[] Agenda, MeetingDecisionResponse[] Decisions);

/// <summary>Anyone reads a house meeting: its agenda in public words, its decisions, how many were there.</summary>
internal static class ReadMeeting
{
    public static void Map(RouteGroupBuilder meetings) => meetings
        .MapGet("/{meetingId:guid}", Handle)
        .WithName(nameof(ReadMeeting))
        .WithSummary("A house meeting: agenda, decisions, number present")
        .AllowEveryone()
        .LimitRate(RateLimit.Read);

    internal static async Task<Results<Ok<MeetingWithAgendaResponse>, LocalizedProblem>> Handle(
        Guid meetingId, HttpResponse http, ParticipationDb db, CancellationToken ct)
    {
        var meeting = await db.HouseMeetings.AsNoTracking().SingleOrDefaultAsync(m => m.Id == meetingId, ct);
        if (meeting is null) return Refusal.MeetingUnknown.Result();

        // An agenda has at most HouseMeeting.MostItems, and each at most one decision, so neither list needs pages.
        var agenda = await (
            from item in db.AgendaItems.AsNoTracking().Where(i => i.MeetingId == meetingId)
            join decision in db.Decisions on item.Id equals decision.AgendaItemId into decisions
            from decision in decisions.DefaultIfEmpty()
            orderby item.AddedOn, item.Id
            select new AgendaItemResponse(item.Id, item.Title, item.IdeaId, item.AddedOn, item.TimesCarried, decision == null ? null : decision.Id))
            .ToArrayAsync(ct);
        var decided = await MeetingDecisionResponse.From(db, db.Decisions.AsNoTracking().Where(d => d.MeetingId == meetingId).OrderBy(d => d.Year)
            .ThenBy(d => d.Sequence))
            .ToArrayAsync(ct);
        Etag.Tell(http, meeting.Xmin);
        return TypedResults.Ok(new MeetingWithAgendaResponse(
            meeting.Id, meeting.Date, meeting.Start, meeting.Title, meeting.State, meeting.PresentCount, meeting.CarriedOver, agenda, decided));
    }
}
