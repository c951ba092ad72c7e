using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.Feedback;

/// <summary>Staff see which occurrences have a form, latest first.</summary>
internal static class ListFeedbackForms
{
    public static void Map(RouteGroupBuilder forms) => forms
        .MapGet("/list", Handle)
        .WithName(nameof(ListFeedbackForms))
        .WithSummary("Feedback forms of the occurrences held from one day to another, latest first")
        .AllowStaff(Role.Coordinator, Role.Editor, Role.Facilitator, Role.Student, Role.Viewer)
        .LimitRate(RateLimit.Read);

    internal static async Task<Ok<Page<FeedbackFormResponse>>> Handle(
        ParticipationDb db, TimeProvider clock, CancellationToken ct, [Day] DateOnly? from = null, [Day] DateOnly? to = null, Guid? after = null,
        [Range(1, Page<FeedbackFormResponse>.Most)] int limit = Page<FeedbackFormResponse>.Usual)
    {
        var forms = db.FeedbackForms.AsNoTracking().Where(f => (from == null || f.HeldOn >= from) && (to == null || f.HeldOn <= to));
        if (after is not null)
        {
            var last = await db.FeedbackForms.AsNoTracking().SingleOrDefaultAsync(f => f.Id == after, ct);
            if (last is null) return TypedResults.Ok(new Page<FeedbackFormResponse>([], null));
            forms = forms.Where(f => EF.Functions.LessThan(ValueTuple.Create(f.HeldOn, f.Id), ValueTuple.Create(last.HeldOn, last.Id)));
        }
        var page = await forms.OrderByDescending(f => f.HeldOn).ThenByDescending(f => f.Id).Take(limit + 1).ToListAsync(ct);
        var now = clock.GetUtcNow();
        return TypedResults.Ok(Page.From(page.ConvertAll(form => FeedbackFormResponse.Of(form, now)), limit, form => form.Id.ToString()));
    }
}
