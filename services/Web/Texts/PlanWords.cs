namespace Kivenkolo.Web.Texts;

/// <summary>What those who plan the programme read.</summary>
public sealed record PlanWords
{
    public required string Plan { get; init; }
    public required string PlanLead { get; init; }
    public required string New { get; init; }
    public required string Empty { get; init; }
    public required string More { get; init; }
    public required Func<string, string> TitleIn { get; init; }
    public required Func<string, string> DescriptionIn { get; init; }
    public required string OtherLanguages { get; init; }
    public required string Place { get; init; }
    public required string NoPlace { get; init; }
    public required string FirstDate { get; init; }
    public required string FromDate { get; init; }
    public required string Start { get; init; }
    public required string Minutes { get; init; }
    public required string Repeats { get; init; }
    public required string Once { get; init; }
    public required string Weekly { get; init; }
    public required string EverySecondWeek { get; init; }
    public required string Monthly { get; init; }
    public required string OwnRule { get; init; }
    public required string Weekdays { get; init; }
    public required string WeekdaysHint { get; init; }
    public required string Rule { get; init; }
    public required string RuleHint { get; init; }
    public required string Until { get; init; }
    public required string UntilHint { get; init; }
    public required string Pauses { get; init; }
    public required string NotOnHolidays { get; init; }
    public required string NotInJuly { get; init; }
    public required string ExcludedDates { get; init; }
    public required string AdditionalDates { get; init; }
    public required string DatesHint { get; init; }
    public required string NotDates { get; init; }
    public required string Free { get; init; }
    public required string NoSignUp { get; init; }
    public required string Save { get; init; }
    public required string AcceptClockChange { get; init; }
    public required string CancelLeft { get; init; }
    public required string All { get; init; }
    public required string SeveralSeries { get; init; }
    public required string Following { get; init; }
    public required string FollowingLead { get; init; }
    public required string Withdraw { get; init; }
    public required string WithdrawLead { get; init; }
    public required string This { get; init; }
    public required string ThisLead { get; init; }
    public required string Date { get; init; }
    public required string Note { get; init; }
    public required string NoteHint { get; init; }
    public required string OtherPlace { get; init; }
    public required string Move { get; init; }
    public required string Postpone { get; init; }
    public required string PostponeLead { get; init; }
    public required string Return { get; init; }
    public required string FreeTimes { get; init; }
    public required string FreeTimesLead { get; init; }
    public required string From { get; init; }
    public required string FindFreeTimes { get; init; }
    public required string NoFreeTimes { get; init; }
    public required string Wished { get; init; }
}
