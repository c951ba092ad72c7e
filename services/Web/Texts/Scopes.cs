namespace Kivenkolo.Web.Texts;

/// <summary>Who is counted in a figure of visits. The order is that of the tally.</summary>
public static class Scopes
{
    public static readonly IReadOnlyList<string> All = ["clients", "students", "partners", "groups", "encounters", "networks"];

    internal static string Finnish(string scope) => scope switch
    {
        "clients" => "asukkaat ja kävijät", "students" => "opiskelijat", "partners" => "kumppanit",
        "groups" => "ryhmät", "encounters" => "kohtaamiset", "networks" => "verkostot", _ => scope,
    };

    internal static string Swedish(string scope) => scope switch
    {
        "clients" => "invånare och besökare", "students" => "studerande", "partners" => "partner",
        "groups" => "grupper", "encounters" => "möten med människor", "networks" => "nätverk", _ => scope,
    };

    internal static string English(string scope) => scope switch
    {
        "clients" => "residents and visitors", "students" => "students", "partners" => "partners",
        "groups" => "groups", "encounters" => "encounters", "networks" => "networks", _ => scope,
    };

    internal static string Arabic(string scope) => scope switch
    {
        "clients" => "السكان والزوار", "students" => "الطلاب", "partners" => "الشركاء",
        "groups" => "المجموعات", "encounters" => "اللقاءات", "networks" => "الشبكات", _ => scope,
    };
}
