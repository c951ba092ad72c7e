using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.Feedback;

/// <summary>An answer as staff read it; nothing tells whose it is or in which order they came.</summary>
public sealed record FeedbackAnswerResponse(Face Face, string? Sentence, DateOnly Day);

/// <summary>Staff read what was answered, in no order that means anything.</summary>
internal static class ListFeedbackAnswers
{
    public static void Map(RouteGroupBuilder forms) => forms
        .MapGet("/{formId:guid}/answers", Handle)
        .WithName(nameof(ListFeedbackAnswers))
        .WithSummary("The answers to a form: face, sentence, day")
        .AllowStaff(ParticipationApi.Readers)
        .LimitRate(RateLimit.Read);

    internal static async Task<Results<Ok<Page<FeedbackAnswerResponse>>, LocalizedProblem>> Handle(
        Guid formId, ParticipationDb db, CancellationToken ct, Guid? after = null,
        [Range(1, Page<FeedbackAnswerResponse>.Most)] int limit = Page<FeedbackAnswerResponse>.Usual)
    {
        if (!await db.FeedbackForms.AnyAsync(f => f.Id == formId, ct)) return Refusal.FormUnknown.Result();
        var read = await db.FeedbackAnswers.AsNoTracking().Where(a => a.FormId == formId && (after == null || a.Id > after))
            .OrderBy(a => a.Id).Take(limit + 1).ToListAsync(ct);
        var page = Page.From(read, limit, answer => answer.Id.ToString());
        return TypedResults.Ok(new Page<FeedbackAnswerResponse>([.. page.Items.Select(a => new FeedbackAnswerResponse(a.Face, a.Sentence, a.Day))], page.Next));
    }
}
