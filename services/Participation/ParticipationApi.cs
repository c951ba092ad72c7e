using Kivenkolo.Participation.Decisions;
using Kivenkolo.Participation.Experiments;
using Kivenkolo.Participation.Feedback;
using Kivenkolo.Participation.Figures;
using Kivenkolo.Participation.HouseMeetings;
using Kivenkolo.Participation.Ideas;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;

namespace Kivenkolo.Participation;

/// <summary>Everything that can be called, by feature.</summary>
internal static class ParticipationApi
{
    /// <summary>Who runs house meetings and enters what they decide.</summary>
    public static readonly Role[] MeetingStaff = [Role.Coordinator, Role.Facilitator];

    /// <summary>Who words the agenda.</summary>
    public static readonly Role[] AgendaStaff = [Role.Coordinator, Role.Editor, Role.Facilitator];

    /// <summary>Who reads what residents wrote. Students count visits and need not.</summary>
    public static readonly Role[] Readers = [Role.Coordinator, Role.Editor, Role.Facilitator, Role.Viewer];

    public static void MapParticipation(this IEndpointRouteBuilder app)
    {
        var space = app.MapGroup("/api/participation/v1/spaces/{space}").InSpace<ParticipationDb>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

        var ideas = space.MapGroup("/ideas").WithTags("Ideas");
        SubmitIdea.Map(ideas);
        ListIdeas.Map(ideas);
        ReadIdea.Map(ideas);

        var meetings = space.MapGroup("/meetings").WithTags("House meetings");
        CallMeeting.Map(meetings);
        ListMeetings.Map(meetings);
        ReadMeeting.Map(meetings);
        AddToAgenda.Map(meetings);
        WordAgendaItem.Map(meetings);
        RecordDecision.Map(meetings);
        CloseMeeting.Map(meetings);

        var decisions = space.MapGroup("/decisions").WithTags("Decisions");
        ListDecisions.Map(decisions);
        ReadDecision.Map(decisions);
        StartExperiment.Map(decisions);

        var experiments = space.MapGroup("/experiments").WithTags("Experiments");
        ListExperiments.Map(experiments);
        ReadExperiment.Map(experiments);

        var forms = space.MapGroup("/feedback-forms").WithTags("Feedback");
        FindFeedbackForm.Map(forms);
        ListFeedbackForms.Map(forms);
        ReadFeedbackForm.Map(forms);
        AnswerFeedback.Map(forms);
        ListFeedbackAnswers.Map(forms);

        var figures = space.MapGroup("/figures").WithTags("Figures");
        ShowFigures.Map(figures);
        ShowYears.Map(figures);
    }

    /// <summary>The address of something of the space.</summary>
    public static string Address(this CurrentSpace space, string rest) => $"/api/participation/v1/spaces/{space.Slug}/{rest}";
}
