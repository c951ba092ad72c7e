using Kivenkolo.Clients.Participation;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.HouseMeeting;

/// <summary>Anyone reads one meeting; those who run it word its agenda, add to it, and close it with the number present.</summary>
internal static class RunMeeting
{
    /// <summary>Who words the agenda.</summary>
    public static readonly Role[] AgendaRoles = [Role.Coordinator, Role.Editor, Role.Facilitator];

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/house-meeting/{meetingId:guid}", Show).OpenToEveryone($"{nameof(RunMeeting)}.Show");
        pages.MapPost("/house-meeting/{meetingId:guid}/agenda", Add).SentByStaff($"{nameof(RunMeeting)}.Add", AgendaRoles);
        pages.MapPost("/house-meeting/{meetingId:guid}/agenda/{itemId:guid}", Word).SentByStaff($"{nameof(RunMeeting)}.Word", AgendaRoles);
        pages.MapPost("/house-meeting/{meetingId:guid}/closing", Close).SentByStaff($"{nameof(RunMeeting)}.Close", CallMeeting.Roles);
    }

    internal static Task<IResult> Show(Guid meetingId, Reader reader, ParticipationClient participation, CancellationToken ct) =>
        Page(meetingId, Posted.None(reader.Words), "", reader, participation, ct);

    internal static async Task<IResult> Add(Guid meetingId, IFormCollection form, Reader reader, ParticipationClient participation, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var title = posted.Needed("title", AddToAgendaRequest.TitleMaxLength);
        var key = posted.Optional("key", 100) ?? reader.NewKey();
        return await Done(posted, () => participation.AddToAgenda(reader.Slug!, meetingId, new() { Title = new(reader.Language, title) }, key, ct))
            ? Back(meetingId, reader)
            : await Page(meetingId, posted, "add", reader, participation, ct);
    }

    internal static async Task<IResult> Word(
        Guid meetingId, Guid itemId, IFormCollection form, Reader reader, ParticipationClient participation, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var field = $"title-{itemId}";
        var title = posted.Needed(field, WordAgendaItemRequest.TitleMaxLength);
        var meeting = await participation.ReadMeeting(reader.Slug!, meetingId, ct);
        // The wording in other languages stays.
        var known = meeting.Value?.Agenda?.FirstOrDefault(item => item.Id == itemId)?.Title ?? LocalizedText.Empty;
        return await Done(posted, () => participation.WordAgendaItem(reader.Slug!, meetingId, itemId, new() { Title = known.With(reader.Language, title) }, ct))
            ? Back(meetingId, reader)
            : await Page(meetingId, posted, itemId.ToString(), reader, participation, ct);
    }

    internal static async Task<IResult> Close(Guid meetingId, IFormCollection form, Reader reader, ParticipationClient participation, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var present = posted.Number("present", CloseMeetingRequest.PresentMin, CloseMeetingRequest.PresentMax);
        return await Done(posted, () => participation.CloseMeeting(reader.Slug!, meetingId, new() { Present = present }, ct))
            ? Back(meetingId, reader)
            : await Page(meetingId, posted, "close", reader, participation, ct);
    }

    private static async Task<bool> Done<T>(Posted posted, Func<Task<ApiResponse<T>>> act) where T : class => posted.IsFine && posted.Took(await act());

    private static IResult Back(Guid meetingId, Reader reader) => Html.SeeOther(reader.To($"/house-meeting/{meetingId}"));

    private static async Task<IResult> Page(Guid meetingId, Posted posted, string sent, Reader reader, ParticipationClient participation, CancellationToken ct)
    {
        var asking = reader.Is(AgendaRoles) ? participation.ListIdeas(reader.Slug!, meeting: meetingId, ct: ct).UpTo(Lists.Maximum) : null;
        var meeting = await participation.ReadMeeting(reader.Slug!, meetingId, ct);
        var ideas = asking is null ? null : (await asking).Value?.Items;
        if (meeting.Value is not { } found) return Html.Instead(meeting);
        return Html.Page<MeetingPage>(
            new { Meeting = found, Ideas = ideas ?? [], Posted = posted.With("key", reader.NewKey()), Sent = sent }, posted.Status);
    }
}
