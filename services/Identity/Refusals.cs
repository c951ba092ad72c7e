using System.Collections.Concurrent;
using Kivenkolo.Contracts;
using Kivenkolo.Identity.Pages;
using Kivenkolo.ServiceDefaults.Problems;

namespace Kivenkolo.Identity;

/// <summary>Why Identity turns a request down; the name is the end of the problem's <c>type</c>.</summary>
internal enum Refusal
{
    UnknownPerson,
    UnknownClient,
    NotYourSpace,
}

internal static class Refusals
{
    private static readonly ConcurrentDictionary<Refusal, Refused> Known = new();

    /// <summary>The problem document of a refusal.</summary>
    public static Refused Result(this Refusal refusal) => Known.GetOrAdd(refusal, static refusal =>
    {
        var (status, title) = Told(refusal);
        return new(status, $"urn:kivenkolo:identity:{refusal}", title);
    });

    private static (int Status, LocalizedText Title) Told(Refusal refusal) => refusal switch
    {
        Refusal.UnknownPerson => (StatusCodes.Status404NotFound, Texts.In(texts => texts.Refusals.UnknownPerson)),
        Refusal.UnknownClient => (StatusCodes.Status404NotFound, Texts.In(texts => texts.Refusals.UnknownClient)),
        Refusal.NotYourSpace => (StatusCodes.Status403Forbidden, Texts.In(texts => texts.Refusals.NotYourSpace)),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };
}
