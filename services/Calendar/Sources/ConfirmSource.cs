using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Sources;

/// <param name="Token">The token of the link in the mail.</param>
public sealed record ConfirmSourceRequest([property: Required, StringLength(LinkToken.Longest)] string Token);

/// <param name="OrganisationName">Whose calendar it is.</param>
public sealed record ConfirmSourceResponse(LocalizedText OrganisationName);

/// <summary>A followed calendar and whose it is.</summary>
internal sealed record AskedSource(Guid Id, string Address, LocalizedText OrganisationName);

/// <summary>
/// Whoever looks after a partner's calendar says, with the link from their own mailbox, that it is still right. The same link again answers the same.
/// </summary>
internal static class ConfirmSource
{
    public static void Map(RouteGroupBuilder sources) => sources
        .MapPost("/confirmation", Handle)
        .WithName(nameof(ConfirmSource))
        .WithSummary("Say that a followed calendar is still right, with the token of the link in the mail")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .AllowEveryone()
        .LimitRate(RateLimit.ResidentWrite);

    internal static async Task<Results<Ok<ConfirmSourceResponse>, LocalizedProblem>> Handle(ConfirmSourceRequest request, CalendarDb db, TimeProvider clock,
        CancellationToken ct)
    {
        var (now, hash) = (clock.GetUtcNow(), LinkToken.HashOf(request.Token));
        if (await Asked(db, request.Token, now, ct) is not { } asked) return Refusal.LinkUnknown.Result();

        await using var change = await db.BeginChange(asked.Id, ct);
        var first = await db.SourceQuestions.Where(q => q.TokenHash == hash && q.AnsweredAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(q => q.AnsweredAt, now), ct) == 1;
        if (first) await db.Sources.Where(s => s.Id == asked.Id).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.ConfirmedAt, now).SetProperty(s => s.Unanswered, 0), ct);
        await db.SaveChange(change, ct);
        return TypedResults.Ok(new ConfirmSourceResponse(asked.OrganisationName));
    }

    /// <summary>The calendar of which the link with the token asks, and whose it is; null when the link does not work.</summary>
    public static Task<AskedSource?> Asked(CalendarDb db, string token, DateTimeOffset now, CancellationToken ct)
    {
        var hash = LinkToken.HashOf(token);
        return (
            from question in db.SourceQuestions
            where question.TokenHash == hash && question.ExpiresAt > now
            join source in db.Sources on question.SourceId equals source.Id
            join organisation in db.Organisations on source.OrganisationId equals organisation.OrganisationId
            select new AskedSource(source.Id, source.Address, organisation.Name)).SingleOrDefaultAsync(ct);
    }
}
