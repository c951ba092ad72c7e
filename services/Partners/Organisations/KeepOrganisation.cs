using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Partners.V1;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Outside;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Organisations;

public sealed record KeepOrganisationRequest(
    [property: Required, Localized(200)] LocalizedText Name,
    [property: Required] OrganisationType? Type,
    [property: BusinessId] string? BusinessId = null,
    [property: LanguageTags] string[]? Languages = null,
    [property: WebAddress] string? Url = null);

public sealed record OrganisationResponse(
    Guid Id, LocalizedText Name, OrganisationType Type, string? BusinessId, string[] Languages, string? Url, long Version)
{
    internal static OrganisationResponse Of(Organisation o) => new(o.Id, o.Name, o.Type, o.BusinessId, o.Languages, o.Url, o.Version);
}

/// <summary>The coordinator puts an organisation into the space's directory, or corrects its facts; the same again changes nothing.</summary>
internal static class KeepOrganisation
{
    public static void Map(RouteGroupBuilder organisations) => organisations
        .MapPut("/{organisationId:guid}", Handle)
        .AllowStaff(Role.Coordinator)
        .LimitRate(RateLimit.StaffWrite)
        .WithName(nameof(KeepOrganisation))
        .WithSummary("Put an organisation into the directory")
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Created<OrganisationResponse>, Ok<OrganisationResponse>, LocalizedProblem>> Handle(
        Guid organisationId, KeepOrganisationRequest request, PartnersDb db, CurrentSpace space, IPublishEndpoint events, TimeProvider clock,
        HttpContext http, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        string[] languages = [.. (request.Languages ?? []).Select(tag => tag.ToLowerInvariant())];
        var organisation = await db.Organisations.SingleOrDefaultAsync(o => o.Id == organisationId, ct);
        var isNew = organisation is null;
        if (!Etag.Matches(http.Request, organisation?.Xmin)) return Refusal.VersionChanged.Result();
        if (organisation is null)
        {
            db.Organisations.Add(organisation = new Organisation
            {
                SpaceId = space.Id,
                Id = organisationId,
                Name = request.Name,
                Type = request.Type!.Value,
                BusinessId = request.BusinessId,
                Languages = languages,
                Url = request.Url,
                Version = 1,
                ChangedAt = now,
            });
        }
        else if (!organisation.Take(request.Name, request.Type!.Value, request.BusinessId, languages, request.Url, now))
        {
            Etag.Tell(http.Response, organisation.Xmin);
            return TypedResults.Ok(OrganisationResponse.Of(organisation));
        }

        await events.Publish(new OrganisationChanged
        {
            SpaceId = space.Id,
            OrganisationId = organisation.Id,
            Name = organisation.Name,
            Version = organisation.Version,
            OccurredAt = now,
        }, ct);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Refusal.VersionContested.Result(); }
        catch (DbUpdateException e) when (e.Violates(PartnersDb.OneOrganisationPerId)) { return Refusal.VersionContested.Result(); }

        Etag.Tell(http.Response, organisation.Xmin);
        var view = OrganisationResponse.Of(organisation);
        return isNew
            ? TypedResults.Created($"/api/partners/v1/spaces/{space.Slug}/organisations/{organisation.Id}", view)
            : TypedResults.Ok(view);
    }
}
