using Kivenkolo.Contracts;

namespace Kivenkolo.Web.Texts;

/// <summary>
/// Every text of the pages in one language. A language is one object with all members required, so that a missing text does not compile.
/// Texts about content (a title, a message) come from the services; these are the house's own words around it.
/// </summary>
public sealed partial record Words
{
    /// <summary>The language of these texts, as <c>html lang</c> says it.</summary>
    public required string Language { get; init; }

    public required DateWords Dates { get; init; }
    public required LanguageWords Languages { get; init; }
    public required HouseWords House { get; init; }
    public required FormWords Forms { get; init; }
    public required WeekWords Week { get; init; }
    public required SignUpWords SignUp { get; init; }
    public required SayWords Say { get; init; }
    public required AnswerWords Answer { get; init; }
    public required MeetingWords Meeting { get; init; }
    public required NewsWords News { get; init; }
    public required PartnerWords Partner { get; init; }
    public required ImpactWords Impact { get; init; }
    public required StaffWords Staff { get; init; }
    public required PlanWords Plan { get; init; }

    /// <summary>The languages the house itself speaks, in the order in which they are offered.</summary>
    public static IReadOnlyList<Words> All => Every.Words;

    /// <summary>
    /// The texts for a reader of <paramref name="language"/>, by RFC 4647 look-up. A reader of a language the house does not speak gets
    /// English: Finnish is what they are still learning.
    /// </summary>
    public static Words For(string language) =>
        LanguageTag.Lookup(language).Select(Exactly).FirstOrDefault(words => words is not null) ?? English.Words;

    /// <summary>The texts of exactly this language; null when the house does not speak it.</summary>
    public static Words? Exactly(string language) =>
        All.FirstOrDefault(words => words.Language.Equals(language, StringComparison.OrdinalIgnoreCase));

    // A class of its own: read only when asked for, after each language's texts are made.
    private static class Every
    {
        public static readonly IReadOnlyList<Words> Words = [Finnish.Words, PlainFinnish.Words, Swedish.Words, English.Words, Arabic.Words];
    }
}

/// <summary>The frame of every page.</summary>
public sealed record HouseWords
{
    public required string SkipToContent { get; init; }
    public required string Menu { get; init; }
    public required string ChooseLanguage { get; init; }
    public required string ThisWeek { get; init; }
    public required string HouseMeeting { get; init; }
    public required string Say { get; init; }
    public required string News { get; init; }
    public required string Impact { get; init; }
    public required string StaffMenu { get; init; }
    public required string Proposals { get; init; }
    public required string Messages { get; init; }
    public required string SignIn { get; init; }
    public required string SignOut { get; init; }
    public required Func<string, string> SignedInAs { get; init; }
    public required string SignedOut { get; init; }
    public required string SignedOutMore { get; init; }
    public required string ForEveryone { get; init; }
    public required string NoTracking { get; init; }
    public required string ForPartners { get; init; }
    public required string Back { get; init; }

    /// <summary>A part of the page that cannot be shown now, because the service behind it is away.</summary>
    public required string Away { get; init; }

    /// <summary>Says which language a text is in; takes the words for "in Finnish".</summary>
    public required Func<string, string> TextIs { get; init; }

    /// <summary>At the end of a list that has more entries than are shown: how many are.</summary>
    public required Func<int, string> OnlyFirst { get; init; }

    public required string NotFound { get; init; }
    public required string NotFoundMore { get; init; }
    public required string Forbidden { get; init; }
    public required string ForbiddenMore { get; init; }
    public required string TooOld { get; init; }
    public required string TooOldMore { get; init; }
    public required string NotReadable { get; init; }
    public required string NotReadableMore { get; init; }
    public required string TooMany { get; init; }
    public required string TooManyMore { get; init; }
    public required string Failed { get; init; }
    public required string FailedMore { get; init; }
    public required string ToThisWeek { get; init; }
    public required string ChooseSpace { get; init; }
}

/// <summary>What forms say.</summary>
public sealed record FormWords
{
    /// <summary>Before the page's title when something must be corrected.</summary>
    public required string Error { get; init; }

    public required string CheckThese { get; init; }
    public required string Needed { get; init; }
    public required Func<int, string> TooLong { get; init; }
    public required string NotANumber { get; init; }
    public required Func<int, int, string> NotBetween { get; init; }
    public required string NotADate { get; init; }
    public required string NotATime { get; init; }
    public required string NotAnAddress { get; init; }
    public required string ChooseOne { get; init; }
    public required string CheckThis { get; init; }
    public required string NotAccepted { get; init; }
    public required string TryAgain { get; init; }
    public required string Optional { get; init; }
    public required Func<int, string> AtMost { get; init; }
    public required string Saved { get; init; }
    public required string Cancel { get; init; }
}

/// <summary>The week and what is in it.</summary>
public sealed record WeekWords
{
    public required string Title { get; init; }
    public required Func<int, string> Number { get; init; }
    public required string Welcome { get; init; }
    public required string Navigation { get; init; }
    public required string Previous { get; init; }
    public required string Next { get; init; }
    public required string Current { get; init; }
    public required string Today { get; init; }
    public required string Nothing { get; init; }
    public required string NothingAtAll { get; init; }
    public required string Draft { get; init; }
    public required string Cancelled { get; init; }
    public required string Postponed { get; init; }
    public required string Changed { get; init; }
    public required string Added { get; init; }
    public required Func<string, string> TimeWas { get; init; }
    public required Func<string, string> PlaceWas { get; init; }
    public required string PlaceIsNew { get; init; }
    public required string Removed { get; init; }
    public required Func<string, string> Because { get; init; }
    public required string Free { get; init; }
    public required string NoSignUp { get; init; }
    public required string ComeLate { get; init; }
    public required string BringChild { get; init; }
    public required string Interpreter { get; init; }
    public required string StepFree { get; init; }
    public required string HearingLoop { get; init; }
    public required string QuietHour { get; init; }
    public required Func<string, string> Spoken { get; init; }
    public required string Place { get; init; }
    public required string Organiser { get; init; }

    /// <summary>Before one of the three below: in which part someone runs it.</summary>
    public required string RunBy { get; init; }

    public required string ByResident { get; init; }
    public required string ByStudent { get; init; }
    public required string ByPartner { get; init; }
    public required string When { get; init; }
    public required Func<string, string> Decided { get; init; }
    public required string YouAsked { get; init; }
    public required string InYourPhone { get; init; }
    public required string InYourPhoneMore { get; init; }
    public required string Subscribe { get; init; }

    /// <summary>Before the name of a subject.</summary>
    public required string About { get; init; }

    /// <summary>Before the name of those whom something is for.</summary>
    public required string ForWhom { get; init; }

    public required string OnPaper { get; init; }
    public required string OnPaperMore { get; init; }
    public required string OnA4 { get; init; }
    public required string OnA3 { get; init; }
    public required Func<string, string> PaperReady { get; init; }
    public required string ScanForMore { get; init; }

    /// <summary>The screen on the wall.</summary>
    public required string Wall { get; init; }

    public required string Tomorrow { get; init; }
    public required string NothingLeft { get; init; }
    public required Func<int, string> AndMore { get; init; }

    /// <summary>The network is away; takes the day and the time from which what is shown is.</summary>
    public required Func<string, string, string> AsOf { get; init; }

    public required string MoreAbout { get; init; }
    public required string GiveFeedback { get; init; }

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

/// <summary>Sending an idea.</summary>
public sealed record SayWords
{
    public required string Title { get; init; }
    public required string Lead { get; init; }
    public required string Anonymous { get; init; }
    public required string Text { get; init; }
    public required string TextHint { get; init; }
    public required string IdeaName { get; init; }
    public required string Send { get; init; }
    public required string Thanks { get; init; }
    public required string ThanksMore { get; init; }
    public required string Another { get; init; }
    public required string SeeMeeting { get; init; }
}

/// <summary>Feedback after an activity.</summary>
public sealed record AnswerWords
{
    public required string Title { get; init; }
    public required string Question { get; init; }
    public required string Good { get; init; }
    public required string Okay { get; init; }
    public required string Bad { get; init; }
    public required string Sentence { get; init; }
    public required string SentenceHint { get; init; }
    public required string Anonymous { get; init; }
    public required string Send { get; init; }
    public required string Thanks { get; init; }
    public required string ThanksMore { get; init; }
    public required string NotYet { get; init; }
    public required string Closed { get; init; }
    public required Func<string, string> OpenUntil { get; init; }
    public required string Poster { get; init; }
    public required string PosterHow { get; init; }
}

/// <summary>The house meeting, for everyone.</summary>
public sealed record MeetingWords
{
    public required string Title { get; init; }
    public required string Lead { get; init; }
    public required string NextOne { get; init; }
    public required string NoneCalled { get; init; }
    public required string Agenda { get; init; }
    public required string AgendaEmpty { get; init; }
    public required string Unworded { get; init; }
    public required string AddYours { get; init; }
    public required string Register { get; init; }
    public required string RegisterLead { get; init; }
    public required string NoDecisions { get; init; }
    public required Func<string, string> Decision { get; init; }
    public required Func<string, string> DecidedOn { get; init; }
    public required string ByConsensus { get; init; }
    public required string ByVote { get; init; }
    public required string ByLot { get; init; }
    public required string LedToExperiment { get; init; }
    public required Func<int, string> Present { get; init; }
    public required string Earlier { get; init; }
    public required string Ended { get; init; }
}

/// <summary>News and the letters of the house.</summary>
public sealed record NewsWords
{
    public required string Title { get; init; }
    public required string None { get; init; }
    public required string Urgent { get; init; }
    public required string Older { get; init; }
    public required string Feed { get; init; }
    public required string ByMail { get; init; }
    public required string ByMailLead { get; init; }
    public required string Address { get; init; }
    public required string AddressHint { get; init; }
    public required string Topics { get; init; }
    public required string Weekly { get; init; }
    public required string WeeklyMore { get; init; }
    public required string UrgentTopic { get; init; }
    public required string UrgentMore { get; init; }
    public required string Order { get; init; }
    public required string CheckMail { get; init; }
    public required string CheckMailMore { get; init; }
    public required string Confirm { get; init; }
    public required string ConfirmLead { get; init; }
    public required string Confirmed { get; init; }
    public required string ConfirmedMore { get; init; }
    public required string End { get; init; }
    public required string EndLead { get; init; }
    public required string Ended { get; init; }
    public required string EndedMore { get; init; }
    public required string LinkDoesNotWork { get; init; }
    public required string LinkDoesNotWorkMore { get; init; }
    public required string OrderAgain { get; init; }
}

/// <summary>What partners without an account do through the link of a mail.</summary>
public sealed record PartnerWords
{
    public required string IsStillRight { get; init; }
    public required string StillRight { get; init; }
    public required string StillRightLead { get; init; }
    public required string SaidRight { get; init; }
    public required string SaidRightMore { get; init; }
    public required string Propose { get; init; }
    public required Func<string, string> ProposeFor { get; init; }
    public required string Name { get; init; }
    public required string Description { get; init; }
    public required string FirstTime { get; init; }
    public required string Start { get; init; }
    public required string Minutes { get; init; }
    public required string Weeks { get; init; }
    public required string WeeksHint { get; init; }
    public required string Place { get; init; }
    public required string PlaceLeft { get; init; }
    public required string Coming { get; init; }
    public required string JustCome { get; init; }
    public required string SignUpFirst { get; init; }
    public required string Spoken { get; init; }
    public required string Send { get; init; }
    public required string Sent { get; init; }
    public required string SentMore { get; init; }
    public required string SentAtOnce { get; init; }
    public required string LinkMore { get; init; }
    public required string CheckLinkMore { get; init; }
    public required string AskForLink { get; init; }
    public required string AskForLinkLead { get; init; }
    public required string WhichOrganisation { get; init; }
    public required string AskForLinkSend { get; init; }
    public required string LinkAsked { get; init; }
    public required string LinkAskedMore { get; init; }
    public required string FromOthers { get; init; }
    public required string Source { get; init; }
    public required string Stale { get; init; }
    public required string AllDay { get; init; }
}

/// <summary>The figures of the house.</summary>
public sealed record ImpactWords
{
    public required string Title { get; init; }
    public required string Lead { get; init; }
    public required string Visits { get; init; }
    public required string VisitsByYear { get; init; }
    public required string VisitsInPeriod { get; init; }
    public required string Year { get; init; }
    public required string Period { get; init; }
    public required string Count { get; init; }
    public required string Scope { get; init; }
    public required string ScopeNotStated { get; init; }

    /// <summary>The same for a small count and for none at all, so that nothing can be told apart.</summary>
    public required string FewerThanFive { get; init; }

    public required string WhyHidden { get; init; }
    public required string NotComparable { get; init; }
    public required string NoFigures { get; init; }
    public required string Feedback { get; init; }
    public required string FeedbackLead { get; init; }
    public required string From { get; init; }
    public required string To { get; init; }
    public required string Show { get; init; }
    public required Func<string, string, string> Between { get; init; }
    public required Func<string, string> ScopeName { get; init; }
    public required string OpenData { get; init; }
}
