using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.Platform.Data;

/// <summary>The space that a request's address or a message names; set once, before anything of the space is read.</summary>
public sealed class CurrentSpace
{
    private KnownSpace? known;

    /// <summary>The space.</summary>
    public Guid Id => Known.Id;

    /// <summary>The space's name in addresses.</summary>
    public string Slug => Known.Slug;

    /// <summary>The space's name for people.</summary>
    public LocalizedText Name => Known.Name;

    /// <summary>IANA time zone of the space's wall clock.</summary>
    public string TimeZone => Known.TimeZone;

    /// <summary>Languages in which everything is promised.</summary>
    public string[] PromisedLanguages => Known.PromisedLanguages;

    /// <summary>Languages offered when there is a text in them.</summary>
    public string[] OfferedLanguages => Known.OfferedLanguages;

    /// <summary>Counter of the space's changes, from 1.</summary>
    public long Version => Known.Version;

    internal Guid IdOrNone => known?.Id ?? Guid.Empty;

    private KnownSpace Known => known ?? throw new InvalidOperationException("No space was entered: the route lacks InSpace or the consumer EnterSpace.");

    internal void Enter(KnownSpace space)
    {
        if (known is not null && known.Id != space.Id) throw new InvalidOperationException("Another space was entered before.");
        known = space;
    }
}

/// <summary>An event came of a space that this service has not heard of yet.</summary>
public sealed class UnknownSpaceException(Guid spaceId) : Exception($"The space {spaceId} is not known here yet.");

/// <summary>Addresses that name a space.</summary>
public static class InSpaceRoutes
{
    /// <summary>The type of the problem told when an address names a space that is not known here.</summary>
    public const string UnknownSpace = "urn:kivenkolo:api:space-unknown";

    private static readonly LocalizedText Title = DataTexts.In(texts => texts.UnknownSpace);

    /// <summary>Enters the space of the route's <c>{space}</c>; a problem with status 404 when this service does not know it.</summary>
    public static RouteGroupBuilder InSpace<TDb>(this RouteGroupBuilder group) where TDb : ServiceDb
    {
        // Runs at every request, so it is not put together anew each time.
        var find = EF.CompileAsyncQuery((TDb db, string slug, CancellationToken _) => db.Spaces.AsNoTracking().SingleOrDefault(s => s.Slug == slug));
        group.AddEndpointFilter(async (call, next) =>
        {
            var slug = (string?)call.HttpContext.GetRouteValue("space") ?? throw new InvalidOperationException("The route has no {space}.");
            var services = call.HttpContext.RequestServices;
            var known = await find(services.GetRequiredService<TDb>(), slug, call.HttpContext.RequestAborted);
            if (known is null) return new LocalizedProblem(StatusCodes.Status404NotFound, UnknownSpace, Title);
            services.GetRequiredService<CurrentSpace>().Enter(known);
            return await next(call);
        });
        return group;
    }
}
