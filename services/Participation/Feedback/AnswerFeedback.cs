using System.ComponentModel.DataAnnotations;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Kernel;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.Feedback;

/// <param name="Face">How it was.</param>
/// <param name="Sentence">One sentence, if one wants to; at most 500 characters; read by staff only.</param>
public sealed record AnswerFeedbackRequest(
    [property: Required] Face? Face,
    [property: MaxLength(FeedbackAnswer.LongestSentence)] string? Sentence);

/// <param name="FormId">The form that was answered. The answer itself has no address: nobody can be asked which one was theirs.</param>
public sealed record AnswerFeedbackResponse(Guid FormId);

/// <summary>
/// Anyone who was there answers, without a name. An <c>Idempotency-Key</c> is honoured without being kept: the answer's id is made of it by a
/// one-way function, so the same key finds the same answer. The common table of keys would keep the time.
/// </summary>
internal static class AnswerFeedback
{
    private const int LongestKey = 200;

    public static void Map(RouteGroupBuilder forms) => forms
        .MapPost("/{formId:guid}/answers", Handle)
        .WithName(nameof(AnswerFeedback))
        .WithSummary("Answer a feedback form, anonymously")
        .AllowEveryone()
        .LimitRate(RateLimit.ResidentWrite)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    internal static async Task<Results<Created<AnswerFeedbackResponse>, LocalizedProblem>> Handle(
        Guid formId, AnswerFeedbackRequest request, ParticipationDb db, CurrentSpace space, TimeProvider clock, ParticipationMetrics metrics,
        CancellationToken ct, [FromHeader(Name = "Idempotency-Key")] string? key = null)
    {
        if (key is { Length: 0 or > LongestKey }) return Refusal.IdempotencyKeyInvalid.Result();
        var form = await db.FeedbackForms.AsNoTracking().SingleOrDefaultAsync(f => f.Id == formId, ct);
        if (form is null) return Refusal.FormUnknown.Result();

        var sentence = string.IsNullOrWhiteSpace(request.Sentence) ? null : request.Sentence.Trim();
        var id = key is null ? RandomId.New() : DeterministicId.Of($"feedback:{formId:D}:{key}");
        if (await Repeated(db, id, request.Face!.Value, sentence, ct) is { } same) return same ? Taken(form) : Refusal.IdempotencyKeyReused.Result();
        if (!form.IsOpen(clock.GetUtcNow())) return Refusal.FormClosed.Result();

        var first = await db.Database.ExecuteSqlAsync($"""
            INSERT INTO feedback_answers (id, space_id, form_id, face, sentence, day)
            VALUES ({id}, {space.Id}, {formId}, {request.Face.ToString()}, {sentence}, {space.Today(clock)})
            ON CONFLICT (id) DO NOTHING
            """, ct) == 1;
        if (first) metrics.FeedbackAnswered();
        return first || await Repeated(db, id, request.Face.Value, sentence, ct) == true ? Taken(form) : Refusal.IdempotencyKeyReused.Result();
    }

    /// <summary>Whether the answer is there already and says the same; null when it is not there.</summary>
    private static Task<bool?> Repeated(ParticipationDb db, Guid id, Face face, string? sentence, CancellationToken ct) =>
        db.FeedbackAnswers.Where(a => a.Id == id).Select(a => (bool?)(a.Face == face && a.Sentence == sentence)).SingleOrDefaultAsync(ct);

    private static Created<AnswerFeedbackResponse> Taken(FeedbackForm form) => TypedResults.Created((string?)null, new AnswerFeedbackResponse(form.Id));
}
