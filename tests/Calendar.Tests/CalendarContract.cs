using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using Kivenkolo.Contracts.Partners.V1;
using Kivenkolo.ServiceDefaults.Access;

namespace Kivenkolo.Calendar.Tests;

[Collection(nameof(Calendar))]
public sealed class CalendarContract(CalendarService calendar, PrivateServers servers) : ServiceContract<Program, CalendarDb>(calendar.Service, servers)
{
    protected override string[] PersonalColumns => ["registrations.email", "registrations.nickname", "runs.name", "sources.contact"];

    protected override async Task<Dictionary<string, string>> Fill(ServiceUnderTest<Program> service, string slug, Guid id)
    {
        var space = new TestSpace(service, slug, id);
        var text = new { fi = Text };
        var (activity, place, equipment, headcount, organisation, run, source, wish) =
            (Some.Id(), await space.Room(), Some.Id(), Some.Id(), Some.Id(), Some.Id(), Some.Id(), Some.Id());
        await service.Publish(new OrganisationChanged
        {
            SpaceId =
            id, OrganisationId = organisation, Name = new("fi", Text), Version = 1, OccurredAt = CalendarService.Now
        });
        await Eventually.Become(async () =>
            await service.Scalar("select 1 from organisations where organisation_id = $1", organisation) is not null, "the organisation is known");
        await (await space.Put($"equipment/{equipment}", new { name = text })).Json(HttpStatusCode.Created);
        await (await space.Put("keywords/yso:p4354", new { label = text })).Json();
        var body = Some.Activity();
        (body["title"]!["fi"], body["noSignUp"], body["placeId"], body["organisationId"]) = (Text, false, place, organisation);
        (body["keywords"], body["audience"]) = (new System.Text.Json.Nodes.JsonArray("yso:p4354"), new System.Text.Json.Nodes.JsonArray("yso:p4354"));
        await (await space.Put($"activities/{activity}", body)).Json(HttpStatusCode.Created);
        var occurrence = await space.OccurrenceOf(activity);
        await (await space.SignUp(occurrence, Person, $"{Person}@example.org")).Json(HttpStatusCode.Created);
        await (await space.Put($"headcounts/{headcount}", new { from = "2026-11-01", to = "2026-11-02", scope = new[] { "clients" }, count = 7 }))
            .Json(HttpStatusCode.Created);
        await (await space.Put($"sources/{source}",
            SourcesService.Body(organisation, "https://partner.example/calendar.ics", contact: $"{Person}@example.org"))).Json(HttpStatusCode.Created);
        using var student = service.Client()
            .Bearing(TestTokens.With($"student-of-{slug}", new Claim("name", Person), new Claim("space_role", $"{slug}:student")));
        var over = await space.OccurrenceOf(await space.Plan("2026-11-19"), "2026-W47");
        await (await student.PutAsJsonAsync($"{space.Root}/runs/{run}", new { occurrenceId = over, minutes = 90 })).Json(HttpStatusCode.Created);
        using var partner = service.AsPartner(slug, organisation, "proposals:write");
        await (await partner.PutAsJsonAsync($"{space.Root}/wishes/{wish}", new { placeId = place, date = "2026-11-27", start = "15:00", durationMinutes = 60 }))
            .Json(HttpStatusCode.Created);
        return new()
        {
            ["activityId"] = $"{activity}", ["occurrenceId"] =
                $"{occurrence}", ["placeId"] = $"{place}", ["resourceId"] = $"{place}", ["equipmentId"] = $"{equipment}",
            ["headcountId"] = $"{headcount}", ["organisationId"] = $"{organisation}", ["runId"] = $"{run}", ["sourceId"] = $"{source}", ["wishId"] = $"{wish}",
            ["registrationId"] = $"{await service.Scalar("select id from registrations where space_id = $1", id)}",
            ["keyword"] = "yso:p4354", ["week"] = "2026-W48", ["language"] = "fi",
        };
    }
}
