namespace Kivenkolo.Web.Texts;

/// <summary>Coming along to something that has places.</summary>
public sealed record SignUpWords
{
    public required string Title { get; init; }
    public required string Lead { get; init; }
    public required string Full { get; init; }
    public required string Closed { get; init; }
    public required string Nickname { get; init; }
    public required string NicknameHint { get; init; }
    public required string Address { get; init; }
    public required string AddressHint { get; init; }
    public required string Kept { get; init; }
    public required string Send { get; init; }
    public required string Wait { get; init; }

    public required string HasPlace { get; init; }
    public required Func<int, string> Waits { get; init; }
    public required string IsOffered { get; init; }

    /// <summary>Takes the day and the time.</summary>
    public required Func<string, string, string> KeptUntil { get; init; }

    public required string Take { get; init; }
    public required string HasExpired { get; init; }
    public required string HasLeft { get; init; }
    public required string KeepLink { get; init; }
    public required string LeaveLead { get; init; }
    public required string WhenPostponed { get; init; }
    public required string Leave { get; init; }
    public required string Erased { get; init; }
    public required string LinkDoesNotWorkMore { get; init; }

    public required string List { get; init; }
    public required string Nobody { get; init; }
    public required string Number { get; init; }
    public required string State { get; init; }
    public required string StateConfirmed { get; init; }
    public required string StateOffered { get; init; }
    public required string StateWaiting { get; init; }
    public required string NotReachable { get; init; }
    public required string More { get; init; }
    public required string ListKept { get; init; }
    public required string Remove { get; init; }
    public required string RemoveLead { get; init; }
    public required string Removed { get; init; }
}
