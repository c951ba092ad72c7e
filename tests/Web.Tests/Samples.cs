using System.Text.Json;
using Kivenkolo.Clients.Calendar;
using Kivenkolo.Clients.Partners;
using Kivenkolo.Contracts;

namespace Kivenkolo.Web.Tests;

/// <summary>What services answer, as their documents say: one whole of each, to be changed with <c>with</c>.</summary>
internal static class Samples
{
    public static readonly Guid Id = Guid.Parse("01930000-0000-7000-8000-000000000100");

    public static readonly SpaceResponse Space = new()
    {
        Id = Id, Slug = "kivenkolo", Name = new("fi", "Kivenkolo"), TimeZone = "Europe/Helsinki", WelfareAreaCode = "06",
        PromisedLanguages = ["fi", "fi-simple", "sv"], OfferedLanguages = ["en"],
    };

    public static readonly OccurrenceResponse Occurrence = new()
    {
        Id = Id, ActivityId = Guid.Parse("01930000-0000-7000-8000-000000000200"), Title = new("fi", "Teehetki"), Description = LocalizedText.Empty,
        Start = default, End = default, LocalDate = new(2026, 11, 26), LocalStart = new(14, 0), LocalEnd = new(16, 0), Place = new("fi", "Olohuone"),
        Organiser = LocalizedText.Empty,
        Status = OccurrenceStatus.Confirmed, RecurrenceId = default, SpokenLanguages = [], Free = true, NoSignUp = true, Keywords = [], Audience = [],
        Facts = [],
        RunBy = RunBy.Staff, Missing = [], Version = 1,
    };

    public static readonly ActivityResponse Activity = new()
    {
        Id = Id, Title = new("fi", "Teehetki"), Description = LocalizedText.Empty, Place = LocalizedText.Empty, EquipmentIds = [],
        OrganiserName = LocalizedText.Empty, Series = [],
        SpokenLanguages = [], Free = true, NoSignUp = true, Facts = [], RunBy = RunBy.Staff, Keywords = [], Audience = [], Version = 1,
    };

    public static readonly ReadWeekResponse Week = new()
    {
        Week = "2026-W48", From = new(2026, 11, 23), To = new(2026, 11, 29), Published = true, Version = 1, TimeZone = "Europe/Helsinki", Occurrences = [],
        Missing = [],
        Languages = [], Changes = [], Holidays = [], FromOthers = [],
    };

    public static readonly SourceLineResponse SourceLine = new()
    {
        Id = Id, SourceId = Id, From = new("fi", "Roda ry"), Title = new("fi", "Leiri"), Description = LocalizedText.Empty, Start = default, End = default,
        LocalDate = new(2026, 11, 26),
        LocalStart = new(14, 0), LocalEnd = new(14, 0), AllDay = false, Place = LocalizedText.Empty, Cancelled = false, Stale = false,
    };

    /// <summary>As a service writes it.</summary>
    public static string Json<T>(T value) => JsonSerializer.Serialize(value, ApiJson.Options);
}
