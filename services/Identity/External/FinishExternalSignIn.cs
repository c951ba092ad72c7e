using System.Security.Claims;
using Kivenkolo.Identity.Pages;
using Kivenkolo.Identity.People;
using Kivenkolo.Identity.SigningIn;
using Kivenkolo.Identity.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Identity.External;

/// <summary>
/// A member of staff comes back from the welfare area's provider. The account here follows what the provider says each time: name, address,
/// and the roles that the groups stand for; one with no role is not let in.
/// </summary>
internal static class FinishExternalSignIn
{
    private const string Path = "/account/external/arrival";
    public const string FailedAddress = Path + "?failed=true";

    public static string Address(string returnUrl) => Path + QueryString.Create("returnUrl", returnUrl);

    public static void Map(RouteGroupBuilder account) => account.MapGet("/external/arrival", Handle)
        .WithName(nameof(FinishExternalSignIn))
        .ExcludeFromDescription();

    internal static async Task<IResult> Handle(HttpContext http, string? returnUrl, ExternalProvider provider, IdentityDb db,
        ILookupNormalizer normalizer, TimeProvider clock, CancellationToken ct)
    {
        if (!provider.IsConfigured) return Results.NotFound();
        var arrived = (await http.AuthenticateAsync(ExternalProvider.ArrivalScheme)).Principal;
        if (arrived?.FindFirstValue("sub") is not { Length: > 0 } subject || !ReadableText.Is(subject))
            return NoticePage.Show(http, StatusCodes.Status400BadRequest, texts => texts.CannotContinue);
        await http.SignOutAsync(ExternalProvider.ArrivalScheme);

        var person = await Take(arrived, subject, provider, db, normalizer, clock.GetUtcNow(), ct);
        if (person is null || person.Roles.Count == 0) return NoticePage.Show(http, StatusCodes.Status403Forbidden, texts => texts.NoRole);
        await StaffCookie.SignIn(http, person);
        return Results.Redirect(SignInPage.Destination(returnUrl));
    }

    // Known by the provider's subject alone. An address is not proof: a local account with the same one is not taken over.
    private static async Task<Person?> Take(ClaimsPrincipal arrived, string subject, ExternalProvider provider, IdentityDb db,
        ILookupNormalizer normalizer, DateTimeOffset now, CancellationToken ct)
    {
        var key = $"{provider.Authority}|{subject}";
        var personId = await db.UserLogins.Where(l => l.LoginProvider == ExternalProvider.Scheme && l.ProviderKey == key)
            .Select(l => (Guid?)l.UserId).SingleOrDefaultAsync(ct);
        var person = personId is null ? null : await db.Users.Include(p => p.Roles).SingleAsync(p => p.Id == personId, ct);
        if (person is null)
        {
            var email = arrived.FindFirstValue("email") ?? arrived.FindFirstValue("preferred_username");
            if (email is null or { Length: 0 or > Person.MaximumEmail } || !ReadableText.Is(email)) return null;
            var normalized = normalizer.NormalizeEmail(email);
            if (await db.Users.AnyAsync(p => p.NormalizedEmail == normalized, ct)) return null;
            person = Person.New(email, normalized, now);
            db.Users.Add(person);
            db.UserLogins.Add(new IdentityUserLogin<Guid> { LoginProvider = ExternalProvider.Scheme, ProviderKey = key, UserId = person.Id });
        }

        var name = arrived.FindFirstValue("name") ?? person.Email!;
        person.Name = name.Length <= Person.MaximumName ? name : name[..Person.MaximumName];
        person.TakeRoles(provider.RolesOf(arrived));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.IsUniqueViolation())
        {
            return null;
        }
        return person;
    }
}
