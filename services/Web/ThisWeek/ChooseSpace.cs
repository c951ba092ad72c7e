using Kivenkolo.Clients.Partners;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Microsoft.Net.Http.Headers;

namespace Kivenkolo.Web.ThisWeek;

/// <summary>Someone comes to the bare address: their browser's language, and the one space there is, or the choice between several.</summary>
internal static class ChooseSpace
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPage("/", Handle).OpenToEveryone(nameof(ChooseSpace));
        app.MapPage("/{language:language}", Handle).OpenToEveryone($"{nameof(ChooseSpace)}.InLanguage");
    }

    internal static async Task<IResult> Handle(HttpContext http, Reader reader, PartnersClient partners, CancellationToken ct)
    {
        http.Response.Headers.Vary = HeaderNames.AcceptLanguage;
        var answer = await partners.ListSpaces(ct).UpTo(Lists.Maximum);
        if (answer.Value is not { } spaces) return Html.Instead(answer);
        return spaces.Items switch
        {
            [] => Results.NotFound(),
            [var only] => Results.Redirect($"/{reader.Language}/{only.Slug}"),
            _ => Html.Page<SpacesPage>(new { Spaces = spaces }),
        };
    }
}
