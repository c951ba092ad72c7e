using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Partners.V1;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Spaces;

public sealed record OpenSpaceRequest(
    [property: Required, Slug] string Slug,
    [property: Required, Localized(200)] LocalizedText Name,
    [property: Required, IanaZone] string TimeZone,
    [property: Required, WelfareAreaCode] string WelfareAreaCode,
    [property: Required, MinLength(1), LanguageTags] string[] PromisedLanguages,
    [property: LanguageTags] string[]? OfferedLanguages = null);

public sealed record SpaceResponse(
    Guid Id, string Slug, LocalizedText Name, string TimeZone, string WelfareAreaCode, string[] PromisedLanguages, string[] OfferedLanguages)
{
    internal static SpaceResponse Of(KnownSpace space) =>
        new(space.Id, space.Slug, space.Name, space.TimeZone, space.WelfareAreaCode, space.PromisedLanguages, space.OfferedLanguages);
}

/// <summary>The welfare area's operator opens a space; opening the same one again changes nothing. Every service hears of it.</summary>
internal static class OpenSpace
{
    public static void Map(RouteGroupBuilder spaces) => spaces
        .MapPost("", Handle)
        .AllowAdministration()
        .LimitRate(RateLimit.StaffWrite)
        .Idempotent<PartnersDb>()
        .WithName(nameof(OpenSpace))
        .WithSummary("Open a space")
        .ProducesProblem(StatusCodes.Status409Conflict);

    internal static async Task<Results<Created<SpaceResponse>, Ok<SpaceResponse>, LocalizedProblem>> Handle(
        OpenSpaceRequest request, PartnersDb db, IPublishEndpoint events, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var space = new KnownSpace
        {
            Id = Guid.CreateVersion7(now),
            Slug = request.Slug,
            Name = request.Name,
            TimeZone = request.TimeZone,
            WelfareAreaCode = request.WelfareAreaCode,
            PromisedLanguages = Tags(request.PromisedLanguages),
            OfferedLanguages = Tags(request.OfferedLanguages ?? []),
            Version = 1,
        };
        if (await db.Spaces.AsNoTracking().SingleOrDefaultAsync(s => s.Slug == space.Slug, ct) is { } open) return Again(open, space);

        db.Spaces.Add(space);
        await events.Publish(new SpaceChanged
        {
            SpaceId = space.Id,
            Slug = space.Slug,
            Name = space.Name,
            TimeZone = space.TimeZone,
            WelfareAreaCode = space.WelfareAreaCode,
            PromisedLanguages = space.PromisedLanguages,
            OfferedLanguages = space.OfferedLanguages,
            Version = space.Version,
            OccurredAt = now,
        }, ct);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException e) when (e.Violates(KnownSpace.OneSpacePerSlug))
        {
            return Again(await db.Spaces.AsNoTracking().SingleAsync(s => s.Slug == space.Slug, ct), space);
        }
        return TypedResults.Created($"/api/partners/v1/spaces/{space.Slug}", SpaceResponse.Of(space));
    }

    private static Results<Created<SpaceResponse>, Ok<SpaceResponse>, LocalizedProblem> Again(KnownSpace open, KnownSpace asked) =>
        open.Name.Equals(asked.Name) && open.TimeZone == asked.TimeZone && open.WelfareAreaCode == asked.WelfareAreaCode
        && open.PromisedLanguages.SequenceEqual(asked.PromisedLanguages) && open.OfferedLanguages.SequenceEqual(asked.OfferedLanguages)
            ? TypedResults.Ok(SpaceResponse.Of(open))
            : Refusal.SpaceDiffers.Result();

    private static string[] Tags(string[] tags) => [.. tags.Select(tag => tag.ToLowerInvariant())];
}
