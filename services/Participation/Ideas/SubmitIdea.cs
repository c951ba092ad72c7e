using System.ComponentModel.DataAnnotations;
using Kivenkolo.Messaging;
using Kivenkolo.Participation.HouseMeetings;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kivenkolo.Participation.Ideas;

/// <param name="Text">The idea, in the resident's own words; at most 2000 characters; read by staff only.</param>
/// <param name="Language">The language it is written in, such as <c>fi-simple</c>.</param>
/// <param name="Title">A short name for it, if the resident gives one; at most 120 characters; read by staff only.</param>
public sealed record SubmitIdeaRequest(
    [property: Written(Idea.LongestText)] string Text,
    [property: Required, LanguageTag] string Language,
    [property: MaxLength(Idea.LongestTitle)] string? Title);

/// <param name="Id">The idea.</param>
/// <param name="MeetingId">The house meeting that talks about it; null when none has been called yet.</param>
public sealed record SubmitIdeaReceipt(Guid Id, Guid? MeetingId);

/// <summary>A resident sends an idea, without an account. It is on the next open house meeting's agenda at once, or on the one called next.</summary>
internal static class SubmitIdea
{
    public static void Map(RouteGroupBuilder ideas) => ideas
        .MapPost("/", Handle)
        .WithName(nameof(SubmitIdea))
        .WithSummary("Send an idea to the house meeting")
        .AllowEveryone()
        .LimitRate(RateLimit.ResidentWrite)
        .Idempotent<ParticipationDb>();

    internal static async Task<Created<SubmitIdeaReceipt>> Handle(
        SubmitIdeaRequest request, ParticipationDb db, CurrentSpace space, TimeProvider clock, ParticipationMeter meter, CancellationToken ct)
    {
        var today = space.Today(clock);
        await using var change = await db.BeginAgendaChange(space.Id, ct);
        var meetingId = await db.NextMeeting(today, ct);
        var idea = new Idea
        {
            Id = RandomId.New(),
            SpaceId = space.Id,
            Text = request.Text,
            Title = string.IsNullOrWhiteSpace(request.Title) ? null : request.Title,
            Language = request.Language.ToLowerInvariant(),
            SubmittedOn = today,
        };
        if (meetingId is not null) idea.PutOnAgenda(today);
        db.Ideas.Add(idea);
        db.AgendaItems.Add(new AgendaItem
        {
            Id = RandomId.New(),
            SpaceId = space.Id,
            MeetingId = meetingId,
            IdeaId = idea.Id,
            Title = null,
            AddedOn = today,
        });
        await change.Save(ct);
        meter.IdeaSubmitted();
        return TypedResults.Created(space.Address($"ideas/{idea.Id}"), new SubmitIdeaReceipt(idea.Id, meetingId));
    }
}
