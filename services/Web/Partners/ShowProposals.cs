using Kivenkolo.Clients.Partners;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Partners;

/// <summary>The coordinator sees what partners propose: first what waits for an answer.</summary>
internal static class ShowProposals
{
    public static void Map(RouteGroupBuilder pages) => pages.MapPage("/partners", Handle).OpenToStaff(nameof(ShowProposals), Role.Coordinator);

    internal static async Task<IResult> Handle(Reader reader, PartnersClient partners, CancellationToken ct)
    {
        var proposals = await partners.ListProposals(reader.Slug!, ct: ct).UpTo(Lists.Maximum);
        return proposals.IsForbidden ? Html.Instead(proposals) : Html.Page<ProposalsPage>(new { Proposals = proposals.Value });
    }
}
