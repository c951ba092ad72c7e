using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;

namespace Kivenkolo.Identity.Pages;

/// <summary>A browser fetches the pages' stylesheet. It comes from the assembly, so it is there however the service was started.</summary>
internal static class Stylesheet
{
    private static readonly byte[] Css = Read();

    public static void Map(RouteGroupBuilder account) => account.MapGet("/identity.css", Handle)
        .WithName(nameof(Stylesheet))
        .ExcludeFromDescription()
        .LimitRate(RateLimit.Read);

    internal static IResult Handle(HttpResponse response)
    {
        response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Bytes(Css, "text/css; charset=utf-8");
    }

    private static byte[] Read()
    {
        using var stream = typeof(Stylesheet).Assembly.GetManifestResourceStream("identity.css")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
