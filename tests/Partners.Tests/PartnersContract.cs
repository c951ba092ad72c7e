using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Kivenkolo.Partners.Tests;

public sealed class PartnersContract(House house, PrivateServers servers) : ServiceContract<Program, PartnersDb>(house.Service, servers), IClassFixture<House>
{
    protected override string[] PersonalColumns => ["contacts.email", "invitations.email"];

    protected override async Task<Guid> Open(ServiceUnderTest<Program> service, string slug)
    {
        if (await service.Scalar("select id from spaces where slug = $1", slug) is Guid known) return known;
        using var answer = await service.AsAdministration().PostAsJsonAsync(House.Spaces, Bodies.Space(slug));
        return (Guid)(await House.Read(answer, HttpStatusCode.Created))["id"]!;
    }

    protected override async Task<Dictionary<string, string>> Fill(ServiceUnderTest<Program> service, string slug, Guid id)
    {
        var (organisation, webhook) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        using var coordinator = service.AsCoordinator(slug);
        using var partner = service.AsPartner(slug, organisation, "proposals:write", "proposals:read", "webhooks:write");
        await House.Read(await House.Send(HttpMethod.Put, coordinator, $"{slug}/organisations/{organisation}", Bodies.Organisation(Text)),
            HttpStatusCode.Created);
        var email = $"{Person}@example.org";
        await House.Read(await House.Send(HttpMethod.Put, coordinator, $"{slug}/organisations/{organisation}/contact", new { email }), HttpStatusCode.OK);
        await House.Read(await House.Send(HttpMethod.Post, coordinator, $"{slug}/organisations/{organisation}/invitations", new { email, language = "fi" }),
            HttpStatusCode.Accepted);
        var proposal = await House.Read(await House.Send(HttpMethod.Post, partner, $"{slug}/proposals",
            Bodies.Proposal(service).With("title", new JsonObject { ["fi"] = Text })), HttpStatusCode.Created);
        await House.Read(await House.Send(HttpMethod.Put, partner, $"{slug}/webhooks/{webhook}", Bodies.Webhook(new Uri("http://127.0.0.1:9/hook"))),
            HttpStatusCode.Created);
        return new() { ["organisationId"] = $"{organisation}", ["proposalId"] = (string)proposal["id"]!, ["webhookId"] = $"{webhook}" };
    }
}
