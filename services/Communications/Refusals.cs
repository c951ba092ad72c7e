using System.Collections.Concurrent;
using Kivenkolo.Communications.Texts;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Problems;

namespace Kivenkolo.Communications;

/// <summary>Why this service says no.</summary>
public enum Refusal
{
    /// <summary>There is no such message here.</summary>
    MessageUnknown,

    /// <summary>The message has changed since the caller read it.</summary>
    VersionChanged,

    /// <summary>What is published is never changed.</summary>
    MessageAlreadyPublished,

    /// <summary>The message has no text in any language.</summary>
    MessageEmpty,

    /// <summary>A promised language is missing and no reason was given.</summary>
    PromisedLanguageMissing,

    /// <summary>The link has been used up, has expired, or never was one.</summary>
    LinkUnknown,

    /// <summary>There is no feed in this language.</summary>
    FeedUnknown,
}

internal static class Refusals
{
    private static readonly ConcurrentDictionary<Refusal, LocalizedProblem> Known = new();

    /// <summary>The problem document of a refusal.</summary>
    public static LocalizedProblem Result(this Refusal refusal) => Known.GetOrAdd(refusal, static refusal =>
    {
        var (status, title) = Told(refusal);
        return new(status, ProblemType.Of("communications", refusal), title);
    });

    // In plain Finnish and Arabic too, what residents and partners without an account can meet; the others are read by those who work in the house.
    private static (int Status, LocalizedText Title) Told(Refusal refusal) => refusal switch
    {
        Refusal.MessageUnknown => (404, StaffTexts.In(texts => texts.Refusals.MessageUnknown)),
        Refusal.VersionChanged => (412, StaffTexts.In(texts => texts.Refusals.VersionChanged)),
        Refusal.MessageAlreadyPublished => (409, StaffTexts.In(texts => texts.Refusals.MessageAlreadyPublished)),
        Refusal.MessageEmpty => (409, StaffTexts.In(texts => texts.Refusals.MessageEmpty)),
        Refusal.PromisedLanguageMissing => (409, StaffTexts.In(texts => texts.Refusals.PromisedLanguageMissing)),
        Refusal.LinkUnknown => (404, ResidentTexts.In(texts => texts.Refusals.LinkUnknown)),
        Refusal.FeedUnknown => (404, StaffTexts.In(texts => texts.Refusals.FeedUnknown)),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };
}
