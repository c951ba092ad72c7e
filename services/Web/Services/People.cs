namespace Kivenkolo.Web.Services;

/// <summary>Someone who works in the space, and as what.</summary>
public sealed record StaffMember(Guid Id, string Name, string Email, IReadOnlyList<string> Roles);

/// <summary>The service Identity: who works in a space.</summary>
public sealed class People(HttpClient http) : Service(http)
{
    public Task<Answer<Listed<StaffMember>>> Staff(string space, CancellationToken ct) => Get<Listed<StaffMember>>($"/account/v1/staff?space={E(space)}&limit=100", ct);
}
