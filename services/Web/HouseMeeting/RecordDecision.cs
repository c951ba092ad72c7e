using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.ThisWeek;

namespace Kivenkolo.Web.HouseMeeting;

/// <summary>The facilitator records what the meeting decided, and if something is to be tried, when.</summary>
internal static class RecordDecision
{
    public static readonly string[] Methods = ["consensus", "vote", "lot"];

    private const string Address = "/house-meeting/{meetingId:guid}/decide/{itemId:guid}";

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage(Address, Show).OpenToStaff($"{nameof(RecordDecision)}.Show", CallMeeting.Roles);
        pages.MapPost(Address, Handle).SentByStaff(nameof(RecordDecision), CallMeeting.Roles);
    }

    internal static Task<IResult> Show(Guid meetingId, Guid itemId, Reader reader, Participation participation, CancellationToken ct)
    {
        var posted = Posted.None(reader.Words).With("key", reader.NewKey()).With("method", "consensus")
            .With("start", "13:00").With("durationMinutes", "90").With("sessions", "4");
        return Page(meetingId, itemId, posted, reader, participation, ct);
    }

    internal static async Task<IResult> Handle(
        Guid meetingId, Guid itemId, IFormCollection form, Reader reader, Participation participation, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var text = posted.Needed("text", 2000);
        var method = posted.Choice("method", Methods);
        var experiment = posted.Has("experiment", "yes") ? Experiment(posted, reader.Language) : null;
        var key = posted.Optional("key", 100) ?? reader.NewKey();
        return posted.IsFine && posted.Took(await participation.Decide(
                reader.Slug!, meetingId, itemId, new LocalizedText(reader.Language, text), method, experiment, key, ct))
            ? Html.SeeOther(reader.To($"/house-meeting/{meetingId}"))
            : await Page(meetingId, itemId, posted, reader, participation, ct);
    }

    private static ExperimentPlan Experiment(Posted posted, string language)
    {
        var title = posted.Needed("experimentTitle", 200);
        var description = posted.Optional("description", 2000);
        return new(
            new LocalizedText(language, title), description is null ? null : new LocalizedText(language, description),
            posted.Date("firstDate").Iso(), posted.Time("start").Iso(), posted.Number("durationMinutes", 1, 1440), posted.Number("sessions", 1, 52));
    }

    private static async Task<IResult> Page(
        Guid meetingId, Guid itemId, Posted posted, Reader reader, Participation participation, CancellationToken ct)
    {
        var asking = participation.IdeasOf(reader.Slug!, meetingId, ct);
        var meeting = await participation.Meeting(reader.Slug!, meetingId, ct);
        var ideas = (await asking).Value?.Items;
        if (meeting.IsMissing || meeting.IsForbidden) return Html.Instead(meeting);
        var item = meeting.Value?.Agenda?.FirstOrDefault(i => i.Id == itemId);
        if (meeting.IsThere && item is null) return Results.NotFound();
        return Html.Page<DecisionPage>(new { MeetingId = meetingId, Item = item, Idea = ideas?.FirstOrDefault(i => i.Id == item?.IdeaId), Posted = posted }, posted.Status);
    }
}
