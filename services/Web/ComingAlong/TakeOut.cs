using Kivenkolo.Clients.Calendar;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.ComingAlong;

/// <summary>Those who run an occurrence take someone out of the list who asks them to, having lost the link or never had it.</summary>
internal static class TakeOut
{
    public static void Map(RouteGroupBuilder pages) =>
        pages.MapPost("/occurrences/{id:guid}/registrations/{registrationId:guid}/removal", Handle).SentByStaff(nameof(TakeOut), ShowRegistrations.Roles);

    // The form is asked for so that the antiforgery token in it is checked.
    internal static async Task<IResult> Handle(Guid id, Guid registrationId, IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        return posted.Took(await calendar.RemoveRegistration(reader.Slug!, id, registrationId, ct))
            ? Html.SeeOther(reader.To($"/occurrences/{id}/registrations?removed=true"))
            : await ShowRegistrations.Show(id, null, false, posted, reader, calendar, ct);
    }
}
