using Kivenkolo.Clients.Participation;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.ThisWeek;

namespace Kivenkolo.Web.HouseMeeting;

/// <summary>The facilitator records what the meeting decided, and if something is to be tried, when.</summary>
internal static class RecordDecision
{
    private const string Address = "/house-meeting/{meetingId:guid}/decide/{itemId:guid}";

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage(Address, Show).OpenToStaff($"{nameof(RecordDecision)}.Show", CallMeeting.Roles);
        pages.MapPost(Address, Handle).SentByStaff(nameof(RecordDecision), CallMeeting.Roles);
    }

    internal static Task<IResult> Show(Guid meetingId, Guid itemId, Reader reader, ParticipationClient participation, CancellationToken ct)
    {
        var posted = Posted.None(reader.Words).With("key", reader.NewKey()).With("method", DecisionMethod.Consensus.Name())
            .With("start", "13:00").With("durationMinutes", "90").With("sessions", "4");
        return Page(meetingId, itemId, posted, reader, participation, ct);
    }

    internal static async Task<IResult> Handle(
        Guid meetingId, Guid itemId, IFormCollection form, Reader reader, ParticipationClient participation, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var text = posted.Needed("text", RecordDecisionRequest.TextMaxLength);
        var method = posted.Choice<DecisionMethod>("method");
        var experiment = posted.Has("experiment", "yes") ? Experiment(posted, reader.Language) : null;
        var key = posted.Optional("key", 100) ?? reader.NewKey();
        return posted.IsFine && posted.Took(await participation.RecordDecision(
                reader.Slug!, meetingId, new() { AgendaItemId = itemId, Text = new(reader.Language, text), Method = method, Experiment = experiment }, key, ct))
            ? Html.SeeOther(reader.To($"/house-meeting/{meetingId}"))
            : await Page(meetingId, itemId, posted, reader, participation, ct);
    }

    private static StartExperimentRequest Experiment(Posted posted, string language)
    {
        var title = posted.Needed("experimentTitle", StartExperimentRequest.TitleMaxLength);
        var description = posted.Optional("description", StartExperimentRequest.DescriptionMaxLength);
        return new()
        {
            Title = new(language, title),
            Description = description is null ? null : new(language, description),
            FirstDate = posted.Date("firstDate"),
            Start = posted.Time("start"),
            DurationMinutes = posted.Number("durationMinutes", StartExperimentRequest.DurationMinutesMin, StartExperimentRequest.DurationMinutesMax),
            Sessions = posted.Number("sessions", StartExperimentRequest.SessionsMin, StartExperimentRequest.SessionsMax),
        };
    }

    private static async Task<IResult> Page(
        Guid meetingId, Guid itemId, Posted posted, Reader reader, ParticipationClient participation, CancellationToken ct)
    {
        var asking = participation.ListIdeas(reader.Slug!, meeting: meetingId, ct: ct).UpTo(Lists.Maximum);
        var meeting = await participation.ReadMeeting(reader.Slug!, meetingId, ct);
        var ideas = (await asking).Value?.Items;
        if (meeting.IsMissing || meeting.IsForbidden) return Html.Instead(meeting);
        var item = meeting.Value?.Agenda?.FirstOrDefault(i => i.Id == itemId);
        if (meeting.IsThere && item is null) return Results.NotFound();
        return Html.Page<DecisionPage>(new { MeetingId = meetingId, Item = item, Idea = ideas?.FirstOrDefault(i => i.Id == item?.IdeaId), Posted = posted },
            posted.Status);
    }
}
