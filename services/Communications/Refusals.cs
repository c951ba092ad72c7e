using System.Collections.Concurrent;
using Kivenkolo.Communications.Texts;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Problems;

namespace Kivenkolo.Communications;

/// <summary>Why this service says no.</summary>
public enum Refusal
{
    /// <summary>There is no such message here.</summary>
    MessageNotFound,

    /// <summary>The message has changed since the caller read it.</summary>
    Changed,

    /// <summary>What is published is never changed.</summary>
    AlreadyPublished,

    /// <summary>The message has no text in any language.</summary>
    NothingWritten,

    /// <summary>A promised language is missing and no reason was given.</summary>
    PromisedLanguageMissing,

    /// <summary>The link has been used up, has expired, or never was one.</summary>
    LinkNotKnown,

    /// <summary>There is no feed in this language.</summary>
    FeedNotFound,
}

internal static class Refusals
{
    private static readonly ConcurrentDictionary<Refusal, Refused> Known = new();

    /// <summary>The problem document of a refusal.</summary>
    public static Refused Result(this Refusal refusal) => Known.GetOrAdd(refusal, static refusal =>
    {
        var (status, title) = Told(refusal);
        return new(status, $"urn:kivenkolo:communications:{refusal}", title);
    });

    // In plain Finnish and Arabic too, what residents and partners without an account can meet; the others are read by those who work in the house.
    private static (int Status, LocalizedText Title) Told(Refusal refusal) => refusal switch
    {
        Refusal.MessageNotFound => (404, StaffTexts.In(texts => texts.Refusals.MessageNotFound)),
        Refusal.Changed => (412, StaffTexts.In(texts => texts.Refusals.Changed)),
        Refusal.AlreadyPublished => (409, StaffTexts.In(texts => texts.Refusals.AlreadyPublished)),
        Refusal.NothingWritten => (409, StaffTexts.In(texts => texts.Refusals.NothingWritten)),
        Refusal.PromisedLanguageMissing => (409, StaffTexts.In(texts => texts.Refusals.PromisedLanguageMissing)),
        Refusal.LinkNotKnown => (404, ResidentTexts.In(texts => texts.Refusals.LinkNotKnown)),
        Refusal.FeedNotFound => (404, StaffTexts.In(texts => texts.Refusals.FeedNotFound)),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };
}
