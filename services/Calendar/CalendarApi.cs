using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Feeds;
using Kivenkolo.Calendar.Headcounts;
using Kivenkolo.Calendar.Keywords;
using Kivenkolo.Calendar.LinkedEvents;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Places;
using Kivenkolo.Calendar.Registrations;
using Kivenkolo.Calendar.Runs;
using Kivenkolo.Calendar.Sources;
using Kivenkolo.Calendar.Weeks;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;

namespace Kivenkolo.Calendar;

/// <summary>Every address of Calendar.</summary>
internal static class CalendarApi
{
    /// <summary>Below this a space's addresses lie.</summary>
    public const string Root = "/api/calendar/v1/spaces";

    public static void AddCalendar(this IServiceCollection services) => services
        .AddSingleton<CalendarMetrics>()
        .AddSingleton<Representations>()
        .AddSingleton<ITransport<CalendarRequest, Fetched>, CalendarTransport>()
        .AddSingleton<LinkedAddresses>()
        .AddScoped<LinkedProgramme>()
        .AddScoped<Programme>()
        .AddScoped<Bookings>()
        .AddScoped<ReadCalendarFeed.FeedReader>()
        .AddSingleton<SignUpDesk>()
        .AddSingleton<Letters>()
        .AddScoped<WaitingList>();

    public static void MapCalendar(this WebApplication app)
    {
        var space = app.MapGroup(Root + "/{space}").InSpace<CalendarDb>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound);

        var places = space.MapGroup("/places").WithTags("Places");
        ListPlaces.Map(places);
        NamePlace.Map(places);
        FindFreeTime.Map(places);

        var equipment = space.MapGroup("/equipment").WithTags("Places");
        ListEquipment.Map(equipment);
        NameEquipment.Map(equipment);

        var wishes = space.MapGroup("/wishes").WithTags("Places");
        ListWishes.Map(wishes);
        WishForPlace.Map(wishes);
        TakeBackWish.Map(wishes);
        AcceptWish.Map(wishes);
        TurnDownWish.Map(wishes);

        var bookings = space.MapGroup("/bookings").WithTags("Places");
        ListPendingBookings.Map(bookings);

        var keywords = space.MapGroup("/keywords").WithTags("Keywords");
        ListKeywords.Map(keywords);
        NameKeyword.Map(keywords);

        var activities = space.MapGroup("/activities").WithTags("Activities");
        ListActivities.Map(activities);
        ReadActivity.Map(activities);
        PlanActivity.Map(activities);
        ChangeFollowing.Map(activities);
        WithdrawActivity.Map(activities);
        NameSupervisor.Map(activities);
        ReadSupervisor.Map(activities);

        ListDecisions.Map(space.MapGroup("/decisions").WithTags("Activities"));

        var occurrences = space.MapGroup("/occurrences").WithTags("Occurrences");
        ReadOccurrence.Map(occurrences);
        CancelOccurrence.Map(occurrences);
        PostponeOccurrence.Map(occurrences);
        ChangeOccurrence.Map(occurrences);
        ReadChange.Map(occurrences);
        ReturnOccurrence.Map(occurrences);
        ReadSignUp.Map(occurrences);
        Register.Map(occurrences);
        ListRegistrations.Map(occurrences);
        RemoveRegistration.Map(occurrences);

        var registrations = space.MapGroup("/registrations").WithTags("Registrations");
        ReadOwnRegistration.Map(registrations);
        AcceptOffer.Map(registrations);
        LeaveRegistration.Map(registrations);

        var weeks = space.MapGroup("/weeks").WithTags("Weeks");
        ReadWeek.Map(weeks);
        PublishWeek.Map(weeks);
        ListPublications.Map(weeks);

        var headcounts = space.MapGroup("/headcounts").WithTags("Headcounts");
        ListHeadcounts.Map(headcounts);
        RecordHeadcount.Map(headcounts);
        ListCorrections.Map(headcounts);
        ShowFigures.Map(headcounts);
        CompareFigures.Map(headcounts);
        ImportHeadcounts.Map(headcounts);

        var categories = space.MapGroup("/categories").WithTags("Headcounts");
        ListCategories.Map(categories);
        ChooseCategories.Map(categories);

        var runs = space.MapGroup("/runs").WithTags("Runs");
        ListRuns.Map(runs);
        ReadOwnRuns.Map(runs);
        RecordRun.Map(runs);
        SignOffRun.Map(runs);
        ReturnRun.Map(runs);

        var sources = space.MapGroup("/sources").WithTags("Sources");
        ListSources.Map(sources);
        FollowSource.Map(sources);
        StopFollowingSource.Map(sources);
        ListSourceEvents.Map(sources);
        ConfirmSource.Map(sources);
        ReadSourceQuestion.Map(sources);

        var feeds = app.MapGroup("/feeds/{space}").InSpace<CalendarDb>().WithTags("Feeds")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound);
        ReadCalendarFeed.Map(feeds);

        var linked = app.MapGroup(LinkedAddresses.Root).WithTags("LinkedEvents").ProducesValidationProblem().AddEndpointFilter((context, next) =>
        {
            // Everyone reads the same, so the gateway may show one answer to all who ask it at once.
            context.HttpContext.Response.Headers.CacheControl = "public, no-cache";
            return next(context);
        });
        ListLinkedEvents.Map(linked);
        ReadLinkedEvent.Map(linked);
        ListLinkedPlaces.Map(linked);
        ReadLinkedPlace.Map(linked);
        ListLinkedKeywords.Map(linked);
        ReadLinkedKeyword.Map(linked);
        ListLinkedOrganizations.Map(linked);
        ReadLinkedOrganization.Map(linked);
        ListLinkedLanguages.Map(linked);
        ReadLinkedLanguage.Map(linked);
    }

    /// <summary>Everyone reads it, without an account.</summary>
    public static RouteHandlerBuilder ReadByEveryone(this RouteHandlerBuilder endpoint) => endpoint.AllowEveryone().LimitRate(RateLimit.Read);

    /// <summary>Staff with one of the roles do it.</summary>
    public static RouteHandlerBuilder DoneByStaff(this RouteHandlerBuilder endpoint, RateLimit limit, params Role[] roles) =>
        endpoint.AllowStaff(roles).LimitRate(limit);
}
