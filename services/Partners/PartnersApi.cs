using Kivenkolo.Partners.Organisations;
using Kivenkolo.Partners.Proposals;
using Kivenkolo.Partners.Spaces;
using Kivenkolo.Partners.Webhooks;
using Kivenkolo.Platform.Data;

namespace Kivenkolo.Partners;

/// <summary>Everything that can be asked of Partners.</summary>
internal static class PartnersApi
{
    public static void MapPartners(this WebApplication app)
    {
        var spaces = app.MapGroup("/api/partners/v1/spaces").WithTags("Spaces");
        spaces.ProducesValidationProblem();
        OpenSpace.Map(spaces);
        ListSpaces.Map(spaces);
        ReadSpace.Map(spaces);

        var organisations = Within(app, "organisations", "Organisations");
        KeepOrganisation.Map(organisations);
        ListOrganisations.Map(organisations);
        ReadOrganisation.Map(organisations);
        TrustOrganisation.Map(organisations);
        ReadTrust.Map(organisations);
        KeepContact.Map(organisations);
        ReadContact.Map(organisations);
        InviteOrganisation.Map(organisations);

        var proposals = Within(app, "proposals", "Proposals");
        SendProposal.Map(proposals);
        AskForLink.Map(proposals);
        ReadInvitation.Map(proposals);
        SendInvitedProposal.Map(proposals);
        ListProposals.Map(proposals);
        ReadProposal.Map(proposals);
        AcceptProposal.Map(proposals);
        DeclineProposal.Map(proposals);

        var webhooks = Within(app, "webhooks", "Webhooks");
        KeepWebhook.Map(webhooks);
        ListWebhooks.Map(webhooks);
        RemoveWebhook.Map(webhooks);
        ListDeliveries.Map(webhooks);
        PingWebhook.Map(webhooks);
    }

    private static RouteGroupBuilder Within(WebApplication app, string path, string tag)
    {
        var group = app.MapGroup($"/api/partners/v1/spaces/{{space}}/{path}").InSpace<PartnersDb>().WithTags(tag);
        group.ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
        return group;
    }
}
