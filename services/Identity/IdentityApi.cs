using Kivenkolo.Identity.Clients;
using Kivenkolo.Identity.External;
using Kivenkolo.Identity.Pages;
using Kivenkolo.Identity.People;
using Kivenkolo.Identity.SigningIn;
using Kivenkolo.Identity.Tokens;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;

namespace Kivenkolo.Identity;

/// <summary>Every address of Identity.</summary>
internal static class IdentityApi
{
    public static void MapIdentity(this WebApplication app)
    {
        var account = app.MapGroup("/account");
        var open = account.MapGroup("").AllowEveryone();
        Stylesheet.Map(open);
        var pages = open.MapGroup("").LimitRate(RateLimit.Read);
        ShowSignIn.Map(pages);
        BeginExternalSignIn.Map(pages);
        FinishExternalSignIn.Map(pages);
        var forms = open.MapGroup("").LimitRate(RateLimit.ResidentWrite);
        SubmitSignIn.Map(forms);
        SignOut.Map(forms);

        var api = account.MapGroup("/v1");
        var people = api.MapGroup("/people").WithTags("People");
        EnsurePerson.Map(people);
        ListPeople.Map(people);
        RemovePerson.Map(people);
        ListStaff.Map(api.MapGroup("/staff").WithTags("People"));
        var clients = api.MapGroup("/clients").WithTags("Clients");
        GiveCredentials.Map(clients);
        ListCredentials.Map(clients);
        WithdrawCredentials.Map(clients);

        var protocol = app.MapGroup("").AllowEveryone();
        Authorize.Map(protocol.MapGroup("").LimitRate(RateLimit.Read));
        EndSession.Map(protocol.MapGroup("").LimitRate(RateLimit.Read));
        IssueToken.Map(protocol.MapGroup("").LimitRate(RateLimit.Partner));
    }
}
