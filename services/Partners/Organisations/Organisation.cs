using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Partners.Organisations;

/// <summary>What kind of organisation it is.</summary>
public enum OrganisationType
{
    WelfareArea,
    Municipality,
    University,
    School,
    Association,
    Parish,
    Project,
    Company,
    Other,
}

/// <summary>An organisation in the directory of a space: its public facts.</summary>
public sealed class Organisation : IOfSpace
{
    public required Guid SpaceId { get; init; }
    public required Guid Id { get; init; }
    public required LocalizedText Name { get; set; }
    public required OrganisationType Type { get; set; }
    public string? BusinessId { get; set; }
    public required string[] Languages { get; set; }
    public string? Url { get; set; }
    /// <summary>Whether what it proposes comes into the programme at once; the coordinator decides, and it is nobody else's business.</summary>
    public bool IsTrusted { get; set; }
    public required long Version { get; set; }
    public required DateTimeOffset ChangedAt { get; set; }
    public uint Xmin { get; set; }

    /// <summary>Takes new facts; false when they are those it has, and then nothing is announced.</summary>
    public bool Take(LocalizedText name, OrganisationType type, string? businessId, string[] languages, string? url, DateTimeOffset now)
    {
        if (Name.Equals(name) && Type == type && BusinessId == businessId && Url == url && Languages.SequenceEqual(languages)) return false;
        (Name, Type, BusinessId, Languages, Url) = (name, type, businessId, languages, url);
        Version++;
        ChangedAt = now;
        return true;
    }
}
