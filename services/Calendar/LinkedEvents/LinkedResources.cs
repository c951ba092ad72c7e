using System.Text.Json.Serialization;
using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.LinkedEvents;

/// <summary>A resource of which only the address is given.</summary>
public sealed record LinkedReference([property: JsonPropertyName("@id")] string Address);

/// <param name="Count">How many there are in all pages.</param>
/// <param name="Next">The address of the next page; null on the last.</param>
/// <param name="Previous">The address of the page before; null on the first.</param>
public sealed record LinkedMeta(int Count, string? Next, string? Previous);

/// <summary>A page of a list, as Linked Events has it.</summary>
public sealed record LinkedPage<T>(LinkedMeta Meta, IReadOnlyList<T> Data);

/// <summary>What every resource of Linked Events says of itself.</summary>
public abstract record LinkedResource(
    [property: JsonPropertyName("@id"), JsonPropertyOrder(-4)] string Address,
    [property: JsonPropertyName("@type"), JsonPropertyOrder(-2)] string Type)
{
    [JsonPropertyName("@context"), JsonPropertyOrder(-3)] public string Context { get; } = "http://schema.org";

    [JsonPropertyOrder(-1)] public required string Id { get; init; }
}

/// <param name="Address">Where the event is read.</param>
/// <remarks>
/// The fields and their types are those of Linked Events; what Kivenkolo does not know is null or empty. A text is an object by language tag in
/// which missing languages are missing; beside <c>fi</c> it may have <c>fi-simple</c>.
/// </remarks>
public sealed record LinkedEvent(string Address) : LinkedResource(Address, "Event/LinkedEvent")
{
    [JsonPropertyName("data_source")] public string DataSource { get; } = LinkedAddresses.DataSource;
    public required string Publisher { get; init; }
    public required LocalizedText? Name { get; init; }
    public required LocalizedText? Description { get; init; }
    [JsonPropertyName("short_description")] public required LocalizedText? ShortDescription { get; init; }
    [JsonPropertyName("info_url")] public required LocalizedText? InfoUrl { get; init; }
    [JsonPropertyName("location_extra_info")] public required LocalizedText? LocationExtraInfo { get; init; }
    public required LocalizedText? Provider { get; init; }
    [JsonPropertyName("provider_contact_info")] public LocalizedText? ProviderContactInfo { get; }
    [JsonPropertyName("start_time")] public required DateTimeOffset StartTime { get; init; }
    [JsonPropertyName("end_time")] public required DateTimeOffset EndTime { get; init; }
    [JsonPropertyName("has_start_time")] public bool HasStartTime { get; } = true;
    [JsonPropertyName("has_end_time")] public bool HasEndTime { get; } = true;
    /// <summary>A reference, or the place with <c>include=location</c>.</summary>
    public required object Location { get; init; }
    /// <summary>References, or keywords with <c>include=keywords</c>.</summary>
    public required object[] Keywords { get; init; }
    /// <summary>References, or keywords with <c>include=audience</c>.</summary>
    public required object[] Audience { get; init; }
    [JsonPropertyName("in_language")] public required LinkedReference[] InLanguage { get; init; }
    /// <summary>A reference, or the event with <c>include=super_event</c>; null when it is no part of a series.</summary>
    [JsonPropertyName("super_event")] public object? SuperEvent { get; set; }
    /// <summary>References from 30 days ago on, in a list the first hundred; or events with <c>include=sub_events</c> where one event is read.</summary>
    [JsonPropertyName("sub_events")] public object[] SubEvents { get; set; } = [];
    /// <summary>recurring for a series; null for what takes place once or is part of a series.</summary>
    [JsonPropertyName("super_event_type")] public required string? SuperEventType { get; init; }
    [JsonPropertyName("type_id")] public string TypeId { get; } = "General";
    [JsonPropertyName("event_status")] public required string EventStatus { get; init; }
    [JsonPropertyName("publication_status")] public string PublicationStatus { get; } = "public";
    public required LinkedOffer[] Offers { get; init; }
    [JsonPropertyName("external_links")] public object[] ExternalLinks { get; } = [];
    public object[] Images { get; } = [];
    public object[] Videos { get; } = [];
    [JsonPropertyName("audience_min_age")] public int? AudienceMinAge { get; }
    [JsonPropertyName("audience_max_age")] public int? AudienceMaxAge { get; }
    [JsonPropertyName("minimum_attendee_capacity")] public int? MinimumAttendeeCapacity { get; }
    [JsonPropertyName("maximum_attendee_capacity")] public required int? MaximumAttendeeCapacity { get; init; }
    [JsonPropertyName("enrolment_start_time")] public DateTimeOffset? EnrolmentStartTime { get; }
    [JsonPropertyName("enrolment_end_time")] public DateTimeOffset? EnrolmentEndTime { get; }
    public string? Environment { get; }
    [JsonPropertyName("environmental_certificate")] public string? EnvironmentalCertificate { get; }
    public LinkedReference? Registration { get; }
    [JsonPropertyName("custom_data")] public object? CustomData { get; }
    [JsonPropertyName("date_published")] public DateTimeOffset? DatePublished { get; }
    [JsonPropertyName("created_time")] public DateTimeOffset? CreatedTime { get; }
    [JsonPropertyName("last_modified_time")] public required DateTimeOffset LastModifiedTime { get; init; }
    public required bool Deleted { get; init; }
    [JsonPropertyName("replaced_by")] public string? ReplacedBy { get; }
    public bool Local { get; }
}

/// <param name="IsFree">Whether it costs nothing.</param>
public sealed record LinkedOffer([property: JsonPropertyName("is_free")] bool IsFree)
{
    public LocalizedText? Price { get; }
    public LocalizedText? Description { get; }
    [JsonPropertyName("info_url")] public LocalizedText? InfoUrl { get; }
}

/// <summary>A place of a space, or the space itself: there is what names no place of its own.</summary>
public sealed record LinkedPlace(string Address) : LinkedResource(Address, "Place")
{
    [JsonPropertyName("data_source")] public string DataSource { get; } = LinkedAddresses.DataSource;
    public required string Publisher { get; init; }
    public required LocalizedText? Name { get; init; }
    public LocalizedText? Description { get; }
    [JsonPropertyName("info_url")] public required LocalizedText? InfoUrl { get; init; }
    [JsonPropertyName("street_address")] public LocalizedText? StreetAddress { get; }
    [JsonPropertyName("address_locality")] public LocalizedText? AddressLocality { get; }
    [JsonPropertyName("address_region")] public string? AddressRegion { get; }
    [JsonPropertyName("address_country")] public string? AddressCountry { get; }
    [JsonPropertyName("postal_code")] public string? PostalCode { get; }
    [JsonPropertyName("post_office_box_num")] public string? PostOfficeBoxNumber { get; }
    public LocalizedText? Telephone { get; }
    public string? Email { get; }
    [JsonPropertyName("contact_type")] public string? ContactType { get; }
    /// <summary>A GeoJSON point; Kivenkolo does not know it.</summary>
    public object? Position { get; }
    public object[] Divisions { get; } = [];
    /// <summary>The space of a room; null for the space.</summary>
    public required string? Parent { get; init; }
    [JsonPropertyName("n_events")] public int Events { get; set; }
    [JsonPropertyName("has_upcoming_events")] public bool HasUpcomingEvents { get; set; }
    public object? Image { get; }
    [JsonPropertyName("custom_data")] public object? CustomData { get; }
    [JsonPropertyName("created_time")] public DateTimeOffset? CreatedTime { get; }
    [JsonPropertyName("last_modified_time")] public DateTimeOffset? LastModifiedTime { get; }
    public bool Deleted { get; }
    [JsonPropertyName("replaced_by")] public string? ReplacedBy { get; }
}

/// <summary>A keyword of YSO; its name is what the spaces call it.</summary>
public sealed record LinkedKeyword(string Address) : LinkedResource(Address, "Keyword")
{
    [JsonPropertyName("data_source")] public string DataSource { get; } = "yso";
    public string? Publisher { get; }
    /// <summary>Null when no space has named it.</summary>
    public required LocalizedText? Name { get; init; }
    [JsonPropertyName("alt_labels")] public string[] AlternativeLabels { get; } = [];
    public bool Aggregate { get; }
    public bool Deprecated { get; }
    [JsonPropertyName("n_events")] public int Events { get; set; }
    [JsonPropertyName("has_upcoming_events")] public bool HasUpcomingEvents { get; set; }
    public object? Image { get; }
    [JsonPropertyName("created_time")] public DateTimeOffset? CreatedTime { get; }
    [JsonPropertyName("last_modified_time")] public DateTimeOffset? LastModifiedTime { get; }
    [JsonPropertyName("replaced_by")] public string? ReplacedBy { get; }
}

/// <summary>A language that events are held in, or in which their texts are offered.</summary>
public sealed record LinkedLanguage(string Address) : LinkedResource(Address, "Language")
{
    /// <summary>Null for a language without a name here.</summary>
    public required LocalizedText? Name { get; init; }
    [JsonPropertyName("translation_available")] public required bool TranslationAvailable { get; init; }
}

/// <summary>A space as the publisher of its events. Unlike other names this one is a plain string in Linked Events.</summary>
public sealed record LinkedOrganization(string Address) : LinkedResource(Address, "Organization")
{
    [JsonPropertyName("data_source")] public string DataSource { get; } = LinkedAddresses.DataSource;
    [JsonPropertyName("origin_id")] public required string OriginId { get; init; }
    public required string Name { get; init; }
    public string? Classification { get; }
    [JsonPropertyName("founding_date")] public DateOnly? FoundingDate { get; }
    [JsonPropertyName("dissolution_date")] public DateOnly? DissolutionDate { get; }
    [JsonPropertyName("parent_organization")] public string? ParentOrganization { get; }
    [JsonPropertyName("sub_organizations")] public string[] SubOrganizations { get; } = [];
    [JsonPropertyName("affiliated_organizations")] public string[] AffiliatedOrganizations { get; } = [];
    [JsonPropertyName("is_affiliated")] public bool IsAffiliated { get; }
    [JsonPropertyName("has_regular_users")] public bool HasRegularUsers { get; }
    [JsonPropertyName("created_time")] public DateTimeOffset? CreatedTime { get; }
    [JsonPropertyName("last_modified_time")] public DateTimeOffset? LastModifiedTime { get; }
    [JsonPropertyName("replaced_by")] public string? ReplacedBy { get; }
}
