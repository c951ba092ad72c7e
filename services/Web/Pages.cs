using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Kivenkolo.Web.Answer;
using Kivenkolo.Web.ComingAlong;
using Kivenkolo.Web.Hours;
using Kivenkolo.Web.HouseMeeting;
using Kivenkolo.Web.Impact;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Messages;
using Kivenkolo.Web.Partners;
using Kivenkolo.Web.Plan;
using Kivenkolo.Web.Say;
using Kivenkolo.Web.SigningIn;
using Kivenkolo.Web.ThisWeek;

namespace Kivenkolo.Web;

/// <summary>Every address that people see.</summary>
internal static class Pages
{
    public static void MapPages(this WebApplication app)
    {
        HouseFiles.Map(app);
        SignIn.Map(app);
        SignOut.Map(app);
        ChooseSpace.Map(app);

        var pages = app.MapGroup("/{language:language}/{space:slug}");
        ShowWeek.Map(pages);
        ShowWall.Map(pages);
        PublishWeek.Map(pages);
        ShowOccurrence.Map(pages);
        CancelOccurrence.Map(pages);
        ShowPlan.Map(pages);
        FindFreeTimes.Map(pages);
        NameRooms.Map(pages);
        AnswerWishes.Map(pages);
        PlanActivity.Map(pages);
        ChangeFollowing.Map(pages);
        ChangeOccurrence.Map(pages);
        SignUp.Map(pages);
        FollowLink.Map(pages);
        ShowRegistrations.Map(pages);
        TakeOut.Map(pages);
        SendIdea.Map(pages);
        ShowHouseMeeting.Map(pages);
        CallMeeting.Map(pages);
        RunMeeting.Map(pages);
        RecordDecision.Map(pages);
        GiveFeedback.Map(pages);
        ShowPoster.Map(pages);
        ShowNews.Map(pages);
        Subscribe.Map(pages);
        FollowMailLink.Map(pages);
        ShowMessages.Map(pages);
        EditMessage.Map(pages);
        ShowProposals.Map(pages);
        AnswerProposal.Map(pages);
        LookAfterPartners.Map(pages);
        ProposeByLink.Map(pages);
        AskForLink.Map(pages);
        SayStillRight.Map(pages);
        ShowImpact.Map(pages);
        ShowExactFigures.Map(pages);
        ImportFigures.Map(pages);
        CountVisitors.Map(pages);
        ChooseCategories.Map(pages);
        ShowHours.Map(pages);
        EnterHours.Map(pages);
        SignOffHours.Map(pages);
        NameSupervisor.Map(pages);

        app.MapFallback(() => Results.NotFound()).WithName("NoSuchPage").AllowEveryone().LimitRate(RateLimit.Read);
    }
}
