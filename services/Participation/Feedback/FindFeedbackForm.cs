using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.Feedback;

/// <summary>A feedback form as everyone sees it.</summary>
/// <param name="Id">The form, as its link and QR code name it.</param>
/// <param name="OccurrenceId">What it asks about.</param>
/// <param name="Title">The activity's name.</param>
/// <param name="HeldOn">The day of the occurrence in the space's zone.</param>
/// <param name="Open">Whether answers are taken now.</param>
/// <param name="OpensAt">From this instant, UTC.</param>
/// <param name="ClosesAt">Until this instant, UTC.</param>
public sealed record FeedbackFormResponse(
    Guid Id, Guid OccurrenceId, LocalizedText Title, DateOnly HeldOn, bool Open, DateTimeOffset OpensAt, DateTimeOffset ClosesAt)
{
    internal static FeedbackFormResponse Of(FeedbackForm form, DateTimeOffset now) =>
        new(form.Id, form.OccurrenceId, form.Title, form.HeldOn, form.IsOpen(now), form.OpensAt, form.ClosesAt);
}

/// <summary>Anyone finds the form of an occurrence; there is one once it has ended.</summary>
internal static class FindFeedbackForm
{
    public static void Map(RouteGroupBuilder forms) => forms
        .MapGet("/", Handle)
        .WithName(nameof(FindFeedbackForm))
        .WithSummary("The feedback form of an occurrence that has ended")
        .AllowEveryone()
        .LimitRate(RateLimit.Read);

    internal static async Task<Results<Ok<FeedbackFormResponse>, LocalizedProblem>> Handle(Guid occurrence, ParticipationDb db, TimeProvider clock,
        CancellationToken ct) =>
        await db.FeedbackForms.AsNoTracking().SingleOrDefaultAsync(f => f.OccurrenceId == occurrence, ct) is { } form
            ? TypedResults.Ok(FeedbackFormResponse.Of(form, clock.GetUtcNow()))
            : Refusal.FormUnknown.Result();
}
