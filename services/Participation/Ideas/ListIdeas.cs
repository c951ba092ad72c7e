using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.Ideas;

/// <summary>An idea as staff see it, with how far it has come: agenda item, decision, experiment.</summary>
public sealed record IdeaResponse(
    Guid Id, string Text, string Language, string? Title, IdeaState State, DateOnly SubmittedOn, DateOnly? OnAgendaSince, DateOnly? DecidedOn,
    DateOnly? ExperimentSince, Guid? MeetingId, Guid? AgendaItemId, Guid? DecisionId, Guid? ExperimentId)
{
    internal static IQueryable<IdeaResponse> From(ParticipationDb db, IQueryable<Idea> ideas) =>
        from idea in ideas
        join item in db.AgendaItems on idea.Id equals item.IdeaId into items
        from item in items.DefaultIfEmpty()
        join decision in db.Decisions on item.Id equals decision.AgendaItemId into decisions
        from decision in decisions.DefaultIfEmpty()
        join experiment in db.Experiments on decision.Id equals experiment.DecisionId into experiments
        from experiment in experiments.DefaultIfEmpty()
        orderby idea.SubmittedOn descending, idea.Id descending
        select new IdeaResponse(idea.Id, idea.Text, idea.Language, idea.Title, idea.State, idea.SubmittedOn, idea.OnAgendaSince, idea.DecidedOn,
            idea.ExperimentSince, item.MeetingId, item.Id, decision == null ? null : decision.Id, experiment == null ? null : experiment.Id);
}

/// <summary>Staff read what residents propose, newest first.</summary>
internal static class ListIdeas
{
    public static void Map(RouteGroupBuilder ideas) => ideas
        .MapGet("/", Handle)
        .WithName(nameof(ListIdeas))
        .WithSummary("Ideas in the residents' own words, newest first; by state, or of one meeting's agenda")
        .AllowStaff(ParticipationApi.Readers)
        .LimitRate(RateLimit.Read);

    internal static async Task<Ok<Page<IdeaResponse>>> Handle(
        ParticipationDb db, CancellationToken ct,
        [AllowedValues(null, "idea", "onAgenda", "decided", "experiment")] string? state = null, Guid? meeting = null, Guid? after = null,
        [Range(1, Page<IdeaResponse>.Most)] int limit = Page<IdeaResponse>.Usual)
    {
        IdeaState? wanted = state is null ? null : Enum.Parse<IdeaState>(state, ignoreCase: true);
        var ideas = db.Ideas.AsNoTracking().Where(i =>
            (wanted == null || i.State == wanted) && (meeting == null || db.AgendaItems.Any(item => item.IdeaId == i.Id && item.MeetingId == meeting)));
        if (after is not null)
        {
            var last = await db.Ideas.AsNoTracking().Where(i => i.Id == after).Select(i => new { i.SubmittedOn, i.Id }).SingleOrDefaultAsync(ct);
            if (last is null) return TypedResults.Ok(new Page<IdeaResponse>([], null));
            ideas = ideas.Where(i => EF.Functions.LessThan(ValueTuple.Create(i.SubmittedOn, i.Id), ValueTuple.Create(last.SubmittedOn, last.Id)));
        }
        return TypedResults.Ok(Page.From(await IdeaResponse.From(db, ideas).Take(limit + 1).ToListAsync(ct), limit, idea => idea.Id.ToString()));
    }
}
