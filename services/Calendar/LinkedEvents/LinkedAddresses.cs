using Kivenkolo.ServiceDefaults;

namespace Kivenkolo.Calendar.LinkedEvents;

/// <summary>Ids and addresses of the resources, below <c>Public:Address</c>; with the slash at the end that readers of Linked Events expect.</summary>
internal sealed class LinkedAddresses(IConfiguration configuration)
{
    /// <summary>The data source of everything that is Kivenkolo's own, and the beginning of its ids.</summary>
    public const string DataSource = "kivenkolo";

    /// <summary>Below this the resources lie.</summary>
    public const string Root = "/linkedevents/v1";

    /// <summary>The address of the pages.</summary>
    public string Public { get; } = PublicAddress.Of(configuration);

    /// <summary>The id of an event, a place or an organisation.</summary>
    public static string IdOf(Guid id) => $"{DataSource}:{id:D}";

    /// <summary>What the id names; null when it is none of Kivenkolo's.</summary>
    public static Guid? Read(string id) =>
        id.StartsWith(DataSource + ":", StringComparison.Ordinal) && Guid.TryParseExact(id[(DataSource.Length + 1)..], "D", out var read) ? read : null;

    public string List(string kind) => $"{Public}{Root}/{kind}/";

    public string Of(string kind, string id) => $"{List(kind)}{id}/";

    public LinkedReference To(string kind, string id) => new(Of(kind, id));
}
