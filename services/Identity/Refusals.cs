using System.Collections.Concurrent;
using Kivenkolo.Contracts;
using Kivenkolo.Identity.Pages;
using Kivenkolo.ServiceDefaults.Problems;

namespace Kivenkolo.Identity;

/// <summary>Why Identity turns a request down; the name is the end of the problem's <c>type</c>.</summary>
internal enum Refusal
{
    PersonUnknown,
    ClientUnknown,
    SpaceNotYours,
}

internal static class Refusals
{
    private static readonly ConcurrentDictionary<Refusal, LocalizedProblem> Known = new();

    /// <summary>The problem document of a refusal.</summary>
    public static LocalizedProblem Result(this Refusal refusal) => Known.GetOrAdd(refusal, static refusal =>
    {
        var (status, title) = Told(refusal);
        return new(status, ProblemType.Of("identity", refusal), title);
    });

    private static (int Status, LocalizedText Title) Told(Refusal refusal) => refusal switch
    {
        Refusal.PersonUnknown => (StatusCodes.Status404NotFound, Texts.In(texts => texts.Refusals.PersonUnknown)),
        Refusal.ClientUnknown => (StatusCodes.Status404NotFound, Texts.In(texts => texts.Refusals.ClientUnknown)),
        Refusal.SpaceNotYours => (StatusCodes.Status403Forbidden, Texts.In(texts => texts.Refusals.SpaceNotYours)),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };
}
