using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>Whether one can sign up.</summary>
public enum SignUpState
{
    /// <summary>There is nothing to sign up for: one may just come.</summary>
    NotNeeded,

    /// <summary>There are places.</summary>
    Open,

    /// <summary>All places are taken; one can wait for one.</summary>
    Full,

    /// <summary>It has begun, is over, or does not take place.</summary>
    Closed,
}

/// <param name="State">notNeeded, open, full or closed.</param>
public sealed record SignUpResponse(SignUpState State);

/// <summary>
/// Everyone reads whether there are places. How many is not told: a number that falls by one as a neighbour goes in says what the neighbour
/// does. It is kept in no representation of the programme, so that a rush of sign-ups renews nothing.
/// </summary>
internal static class ReadSignUp
{
    public static void Map(RouteGroupBuilder occurrences) => occurrences
        .MapGet("/{occurrenceId:guid}/sign-up", Handle)
        .WithName(nameof(ReadSignUp))
        .WithSummary("Whether one can sign up for an occurrence")
        .ReadByEveryone();

    internal static async Task<Results<Ok<SignUpResponse>, LocalizedProblem>> Handle(Guid occurrenceId, CalendarDb db, TimeProvider clock, CancellationToken ct)
    {
        var found = await (
            from o in db.Occurrences
            join a in db.Activities on o.ActivityId equals a.Id
            where o.Id == occurrenceId
            select new { Occurrence = o, a.NoSignUp, a.Capacity })
            .AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null || found.Occurrence.Status == OccurrenceStatus.Withdrawn) return Refusal.OccurrenceUnknown.Result();
        return TypedResults.Ok(new SignUpResponse(
            found.NoSignUp ? SignUpState.NotNeeded
            : found.Occurrence.Status != OccurrenceStatus.Confirmed || found.Occurrence.HasBegun(clock.GetUtcNow()) ? SignUpState.Closed
            : (await SignUpList.Read(db, occurrenceId, ct)).HasRoom(found.Capacity) ? SignUpState.Open
            : SignUpState.Full));
    }
}
