namespace Kivenkolo.Web.Texts;

/// <summary>What those who work in the house read: coordinator, editor, resident facilitator, student.</summary>
public sealed record StaffWords
{
    public required string PublishWeek { get; init; }
    public required string PublishAgain { get; init; }
    public required string WeekIsPublished { get; init; }
    public required string WeekIsDraft { get; init; }
    /// <summary>A language, how many activities of the week have it, and of how many.</summary>
    public required Func<string, int, int, string> LanguageReady { get; init; }

    public required string ReasonForMissing { get; init; }
    public required string ReasonForMissingHint { get; init; }

    public required string CancelOccurrence { get; init; }
    public required string CancelLead { get; init; }
    public required string CancelReason { get; init; }
    public required string CancelReasonHint { get; init; }
    public required string CancelDo { get; init; }

    public required string CountVisitors { get; init; }
    public required string CountLead { get; init; }
    public required string CountScope { get; init; }
    public required string CountNumber { get; init; }
    public required string CountSave { get; init; }
    public required Func<int, string> CountTotal { get; init; }
    public required string CountNoNames { get; init; }
    public required TallyWords Tally { get; init; }

    public required string Organisations { get; init; }
    public required string NoOrganisations { get; init; }
    public required string Invite { get; init; }
    public required string InviteLead { get; init; }
    public required string MailAddress { get; init; }
    public required string InvitationLanguage { get; init; }
    public required string Invited { get; init; }
    public required string Contact { get; init; }
    public required string ContactLead { get; init; }
    public required string Trust { get; init; }
    public required string TrustLead { get; init; }
    public required string TrustNow { get; init; }
    public required string TrustNoMore { get; init; }
    public required string Calendars { get; init; }
    public required string NoCalendars { get; init; }
    public required string FollowCalendar { get; init; }
    public required string FollowLead { get; init; }
    public required string CalendarAddress { get; init; }
    public required string CalendarForm { get; init; }
    public required string CalendarJsonLd { get; init; }
    public required string CalendarContact { get; init; }
    public required string CalendarContactHint { get; init; }
    public required string StopFollowing { get; init; }
    public required string CalendarFails { get; init; }
    public required string CalendarIsStale { get; init; }
    public required CalendarWords Followed { get; init; }

    public required string Proposals { get; init; }
    public required string ProposalsWaiting { get; init; }
    public required string ProposalsDecided { get; init; }
    public required string NoProposals { get; init; }
    public required string ProposedBy { get; init; }
    public required string FirstTime { get; init; }
    public required string Duration { get; init; }
    public required Func<int, string> Minutes { get; init; }
    public required Func<int, string> Weeks { get; init; }
    public required string Accept { get; init; }
    public required string AcceptNote { get; init; }
    public required string Decline { get; init; }
    public required string DeclineReason { get; init; }
    public required string DeclineReasonHint { get; init; }
    public required string StateReceived { get; init; }
    public required string StateAccepted { get; init; }
    public required string StateDeclined { get; init; }
    public required string AcceptedNow { get; init; }
    public required string DeclinedNow { get; init; }

    public required string CallMeeting { get; init; }
    public required string MeetingDate { get; init; }
    public required string MeetingStart { get; init; }
    public required string DateHint { get; init; }
    public required string TimeHint { get; init; }
    public required string RunMeeting { get; init; }
    public required string AddItem { get; init; }
    public required string ItemTitle { get; init; }
    public required string WordItem { get; init; }
    public required string IdeaSays { get; init; }
    public required string WordItemHint { get; init; }
    public required string Save { get; init; }
    public required string RecordDecision { get; init; }
    public required string DecisionText { get; init; }
    public required string DecisionTextHint { get; init; }
    public required string Method { get; init; }
    public required string TryIt { get; init; }
    public required string TryItHint { get; init; }
    public required string WithExperiment { get; init; }
    public required string ExperimentTitle { get; init; }
    public required string ExperimentDescription { get; init; }
    public required string FirstDate { get; init; }
    public required string StartTime { get; init; }
    public required string DurationMinutes { get; init; }
    public required string Sessions { get; init; }
    public required string CloseMeeting { get; init; }
    public required string PresentNumber { get; init; }
    public required string PresentHint { get; init; }
    public required string CloseLead { get; init; }

    public required string Messages { get; init; }
    public required string NoMessages { get; init; }
    public required string Drafts { get; init; }
    public required string Published { get; init; }
    public required string KindWeekly { get; init; }
    public required string KindUrgent { get; init; }
    public required Func<string, string> MissingLanguages { get; init; }
    public required string AllLanguages { get; init; }
    public required string Promised { get; init; }
    public required string MissingHere { get; init; }
    public required string Subject { get; init; }
    public required string Body { get; init; }
    public required Func<string, string> SaveIn { get; init; }
    public required string Publish { get; init; }
    public required string PublishLead { get; init; }
    public required string IsPublished { get; init; }

    public required string FeedbackPoster { get; init; }
    public required string FeedbackForms { get; init; }

    public required string Hours { get; init; }
    public required string HoursLead { get; init; }
    public required string EnterHours { get; init; }
    public required string HoursField { get; init; }
    public required string MinutesField { get; init; }
    public required string MinutesHint { get; init; }
    public required string HoursNote { get; init; }
    public required string HoursNoteHint { get; init; }
    public required string HoursReason { get; init; }
    public required string HoursWaiting { get; init; }
    public required string HoursToSign { get; init; }
    public required string NoHoursToSign { get; init; }
    public required string SignOffHours { get; init; }
    public required string OwnHours { get; init; }
    public required string HoursFrom { get; init; }
    public required string HoursTo { get; init; }
    public required string ShowHours { get; init; }
    public required string CorrectHours { get; init; }
    public required string MoreHours { get; init; }
    public required string HoursEntered { get; init; }
    public required string HoursSignedNow { get; init; }
    public required string ReturnHours { get; init; }
    public required string ReturnReason { get; init; }
    public required string HoursReturnedNow { get; init; }
    public required string NameSupervisor { get; init; }
    public required string SupervisorLead { get; init; }
    public required string SuperviseMyself { get; init; }
    public required string AnyCoordinator { get; init; }
    public required string AnyCoordinatorSigns { get; init; }
    public required string SupervisorOther { get; init; }
    public required string SupervisorName { get; init; }
    public required Func<string, string> SupervisorIs { get; init; }

    /// <summary>Why the supervisor gave hours back.</summary>
    public required Func<string, string> HoursReturned { get; init; }
    public required Func<string, string> HoursSigned { get; init; }

    /// <summary>All hours of a period, and those of them that are signed off.</summary>
    public required Func<string, string, string> HoursSum { get; init; }

    /// <summary>What it was before a correction, and why it was corrected.</summary>
    public required Func<string, string, string> HoursCorrected { get; init; }

    public required Func<int, int, string> HoursAndMinutes { get; init; }
}
