using System.Text.Json;
using System.Text.Json.Serialization;
using Kivenkolo.Calendar.Headcounts;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Calendar.Sources;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Kivenkolo.Calendar;

/// <summary>How what is kept as JSON is written and compared.</summary>
public sealed partial class CalendarDb
{
    private sealed class SeriesAsJson() : ValueConverter<IReadOnlyList<Series>, string>(series => SeriesJson.Write(series), json => SeriesJson.Read(json));

    private sealed class SeriesComparer() : ValueComparer<IReadOnlyList<Series>>(
        (a, b) => a == b || (a != null && b != null && a.SequenceEqual(b)), series => series.Count);

    private sealed class TallyAsJson() : ValueConverter<Tally, string>(
        tally => JsonSerializer.Serialize(tally, JsonSerializerOptions.Default), json =>
            JsonSerializer.Deserialize<Tally>(json, JsonSerializerOptions.Default)!);

    private sealed class FindingsAsJson() : ValueConverter<IReadOnlyList<Finding>, string>(
        findings => JsonSerializer.Serialize(findings, Json), json => JsonSerializer.Deserialize<Finding[]>(json, Json)!);

    // Findings are replaced as a whole.
    private sealed class FindingsComparer()
        : ValueComparer<IReadOnlyList<Finding>>((a, b) => ReferenceEquals(a, b), findings => findings.Count, findings => findings);

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter<FindingReason>() } };
}
