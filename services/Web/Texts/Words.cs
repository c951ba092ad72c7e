using System.Globalization;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Localization;

namespace Kivenkolo.Web.Texts;

/// <summary>
/// What the pages say in one language: the house's own words around what the services tell. The words are catalogues (<c>Pages</c> for everyone,
/// <c>Staff</c> for those who work in the house), of which the build makes these classes.
/// </summary>
public abstract partial class Words
{
    /// <summary>Days, times and lists.</summary>
    public Dates Dates => field ??= new(Language);

    /// <summary>Whole numbers.</summary>
    public Numbers Numbers => field ??= new(Language);

    /// <summary>What those who work in the house read; plain Finnish is not written for them.</summary>
    public StaffWords Staff => field ??= StaffWords.For(Language);

    /// <summary>What those who plan the programme read.</summary>
    public StaffPlanWords Plan => Staff.Plan;
}

public abstract partial class WeekWords
{
    /// <summary>What a fact's code means; null for one that these pages do not know.</summary>
    public string? Fact(string code) => code switch
    {
        "free" => Free,
        "no-sign-up" => NoSignUp,
        "come-late" => ComeLate,
        "bring-child" => BringChild,
        "interpreter" => Interpreter,
        "step-free" => StepFree,
        "hearing-loop" => HearingLoop,
        "quiet-hour" => QuietHour,
        _ => null,
    };
}

public abstract partial class ImpactWords
{
    /// <summary>Who is counted; the code itself when it is not one of the usual.</summary>
    public string ScopeName(string code) => Scopes.GetValueOrDefault(code, code);
}

public abstract partial class StaffTallyWords
{
    /// <summary>In which role someone corrected numbers.</summary>
    public string Role(string role) => Roles.GetValueOrDefault(role, role);
}

public abstract partial class LanguagesWords
{
    // ICU knows no plain Swedish and, in the versions that systems have today, no Kurmanji; what it calls prs is English.
    private static readonly Dictionary<string, string> Unknown = new() { ["sv-simple"] = "Lätt svenska", ["kmr"] = "Kurmancî", ["prs"] = "دری" };

    /// <summary>"suomi"; the tag itself for a language without a name here.</summary>
    public string Name(string tag) => Find(Names, tag);

    /// <summary>"suomeksi"; the tag itself for a language without a name here.</summary>
    public string In(string tag) => Find(Adverbs, tag);

    /// <summary>What speakers call their language: how a language is offered to those who read no other.</summary>
    public static string OwnName(string tag)
    {
        foreach (var wider in LanguageTag.Lookup(tag.ToLowerInvariant()))
        {
            if (Words.Exactly(wider) is { } words) return words.Languages.Own;
            if (Unknown.TryGetValue(wider, out var known)) return known;
            // What ICU does not know has its English name there.
            if (wider.Contains('-') || CultureInfo.GetCultureInfo(wider) is not { NativeName: var name } culture || name == culture.EnglishName) continue;
            return culture.TextInfo.ToUpper(name[0]) + name[1..];
        }
        return tag;
    }

    private static string Find(IReadOnlyDictionary<string, string> names, string tag) =>
        LanguageTag.Lookup(tag.ToLowerInvariant()).Select(names.GetValueOrDefault).FirstOrDefault(name => name is not null) ?? tag;
}
