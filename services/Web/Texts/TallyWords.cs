namespace Kivenkolo.Web.Texts;

/// <summary>Counting visitors, the figures of those who work in the house, and the history that is brought in from a file.</summary>
public sealed record TallyWords
{
    public required string Choose { get; init; }
    public required string OpenHouse { get; init; }
    public required string OpenHouseLead { get; init; }
    public required string From { get; init; }
    public required string Until { get; init; }
    public required Func<string, string> OneMore { get; init; }
    public required Func<string, string> OneFewer { get; init; }

    /// <summary>With {0} where the number stands: the page's script fills it in.</summary>
    public required string Waiting { get; init; }

    public required string SignInAgain { get; init; }
    public required string Refused { get; init; }
    public required string ChooseCategories { get; init; }
    public required string CategoriesLead { get; init; }
    public required string IsCounted { get; init; }
    public required string Order { get; init; }
    public required string NewCategory { get; init; }
    public required string Code { get; init; }
    public required string CodeHint { get; init; }
    public required string NotSaved { get; init; }
    public required string Conflict { get; init; }
    public required string ConflictLead { get; init; }
    public required string ConflictWaits { get; init; }
    public required string OpenTally { get; init; }
    public required string Yours { get; init; }
    public required string KeepYours { get; init; }
    public required string KeepEntered { get; init; }
    public required Func<int, string> Corrections { get; init; }
    public required string Before { get; init; }
    public required string After { get; init; }

    /// <summary>In which role someone corrected numbers.</summary>
    public required Func<string, string> Role { get; init; }

    /// <summary>The welfare area's operator, who has no role in the space.</summary>
    public required string Operator { get; init; }

    public required string Figures { get; init; }
    public required string FiguresLead { get; init; }
    public required string By { get; init; }
    public required string Day { get; init; }
    public required string Week { get; init; }
    public required string Month { get; init; }
    public required string Across { get; init; }
    public required string Compare { get; init; }
    public required string CompareLead { get; init; }
    public required string FirstPeriod { get; init; }
    public required string OtherPeriod { get; init; }
    public required Func<string, string> Difference { get; init; }

    public required string Import { get; init; }
    public required string ImportLead { get; init; }
    public required string ImportColumns { get; init; }
    public required string File { get; init; }
    public required string FileHint { get; init; }
    public required string Look { get; init; }
    public required string BringIn { get; init; }
    public required string NothingYet { get; init; }
    public required string BroughtIn { get; init; }
    public required Func<int, string> Added { get; init; }
    public required Func<int, string> Changed { get; init; }
    public required Func<int, string> Unchanged { get; init; }
    public required Func<int, string> Bad { get; init; }
    public required string Line { get; init; }
    public required string Column { get; init; }
    public required string Wrong { get; init; }
    public required string EnteredNow { get; init; }
    public required string FileSays { get; init; }
    public required string FileTooLarge { get; init; }
}
