using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Kivenkolo.Calendar.Texts;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Problems;

namespace Kivenkolo.Calendar.Keywords;

/// <summary>
/// A concept of YSO, the General Finnish Ontology, by the id that Linked Events has for it: <c>yso:p4354</c> for
/// <c>http://www.yso.fi/onto/yso/p4354</c>. Both are read; the short one is kept. Whether YSO has the concept is not asked.
/// </summary>
public readonly partial record struct KeywordId(string Id) : IParsable<KeywordId>
{
    /// <summary>The most characters an id has.</summary>
    public const int Longest = 16;

    private const string Prefix = "yso:";
    private const string Ontology = "http://www.yso.fi/onto/yso/";

    /// <summary>The concept's address, as linked data names it.</summary>
    public string Uri => Ontology + Id[Prefix.Length..];

    /// <inheritdoc/>
    public static KeywordId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("A keyword such as yso:p4354 is expected.");

    /// <inheritdoc/>
    public static bool TryParse(string? s, IFormatProvider? provider, out KeywordId result)
    {
        var match = Form().Match(s ?? "");
        result = match.Success ? new(Prefix + match.Groups[1].Value) : default;
        return match.Success;
    }

    /// <inheritdoc/>
    public override string ToString() => Id;

    [GeneratedRegex(@"^(?:yso:|https?://www\.yso\.fi/onto/yso/)(p[1-9][0-9]{0,9})\z")]
    private static partial Regex Form();
}

/// <summary>A list of YSO keywords, ids or addresses, none twice, at most <see cref="Most"/> of them.</summary>
public sealed class KeywordIdsAttribute : ValidationAttribute
{
    /// <summary>The most keywords in the list.</summary>
    public const int Most = 20;

    private static readonly LocalizedText Message = StaffTexts.In(texts => texts.Keywords(Most));

    /// <summary>The ids of a valid list, each in the one form that is kept.</summary>
    public static string[] Read(string[]? keywords) => [.. (keywords ?? []).Select(keyword => KeywordId.Parse(keyword, null).Id)];

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is string[] keywords && keywords.Length <= Most
        && keywords.All(keyword => KeywordId.TryParse(keyword, null, out _)) && Read(keywords).Distinct().Count() == keywords.Length);

    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        IsValid(value) ? ValidationResult.Success : validationContext.Says(Message, validationContext.MemberName ?? "");
}
