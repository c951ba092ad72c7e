using Kivenkolo.Clients.Calendar;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.ThisWeek;

/// <summary>The coordinator publishes the week: from then on it is announced. A promised language that is missing needs a reason.</summary>
internal static class PublishWeek
{
    public static void Map(RouteGroupBuilder pages) => pages.MapPost("/week/{week}/publication", Handle).SentByStaff(nameof(PublishWeek), Role.Coordinator);

    internal static async Task<IResult> Handle(string week, IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        if (IsoWeek.Parse(week) is not { } wanted) return Results.NotFound();
        var posted = new Posted(form, reader.Words);
        var reason = posted.Optional("reasonForMissing", PublishWeekRequest.ReasonForMissingMaxLength);
        return posted.IsFine && posted.Took(await calendar.PublishWeek(reader.Slug!, $"{wanted}", new() { ReasonForMissing = reason }, ct),
            ("promised-language-missing", "reasonForMissing"))
            ? Html.SeeOther(reader.To($"/week/{wanted}"))
            : await ShowWeek.Show(wanted, posted, reader, calendar, ct);
    }
}
