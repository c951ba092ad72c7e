using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.Feedback;

/// <summary>Anyone opens a form by its link or QR code.</summary>
internal static class ReadFeedbackForm
{
    public static void Map(RouteGroupBuilder forms) => forms
        .MapGet("/{formId:guid}", Handle)
        .WithName(nameof(ReadFeedbackForm))
        .WithSummary("A feedback form and whether it is open")
        .AllowEveryone()
        .LimitRate(RateLimit.Read);

    internal static async Task<Results<Ok<FeedbackFormResponse>, LocalizedProblem>> Handle(Guid formId, ParticipationDb db, TimeProvider clock,
        CancellationToken ct) =>
        await db.FeedbackForms.AsNoTracking().SingleOrDefaultAsync(f => f.Id == formId, ct) is { } form
            ? TypedResults.Ok(FeedbackFormResponse.Of(form, clock.GetUtcNow()))
            : Refusal.FormUnknown.Result();
}
