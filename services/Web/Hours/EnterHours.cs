using System.Globalization;
using Kivenkolo.Clients.Calendar;
using Kivenkolo.Platform.Kernel;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Hours;

/// <summary>A facilitator or student enters how long they ran an occurrence. Sending it again corrects it; once signed off, with a reason.</summary>
internal static class EnterHours
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/hours/{occurrenceId:guid}", Show).OpenToStaff($"{nameof(EnterHours)}.Show", ShowHours.OwnRoles);
        pages.MapPost("/hours/{occurrenceId:guid}", Handle).SentByStaff(nameof(EnterHours), ShowHours.OwnRoles);
    }

    internal static async Task<IResult> Show(Guid occurrenceId, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var posted = Posted.None(reader.Words);
        return await Page(occurrenceId, posted, reader, calendar, ct, entered =>
        {
            posted.With("hours", (entered.Minutes / 60).ToString(CultureInfo.InvariantCulture));
            posted.With("minutes", (entered.Minutes % 60).ToString(CultureInfo.InvariantCulture));
            posted.With("note", entered.Note);
        });
    }

    internal static async Task<IResult> Handle(Guid occurrenceId, IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var minutes = (60 * posted.Number("hours", 0, 24)) + posted.Number("minutes", 0, 45);
        var note = posted.Optional("note", RecordRunRequest.NoteMaxLength);
        var reason = posted.Optional("reasonForCorrection", RecordRunRequest.ReasonForCorrectionMaxLength);
        if (posted.IsFine)
        {
            var answer = await calendar.RecordRun(
                reader.Slug!, RunOf(occurrenceId, reader), new() { OccurrenceId = occurrenceId, Minutes = minutes, Note = note, ReasonForCorrection = reason },
                    ct: ct);
            if (posted.Took(answer)) return Html.SeeOther(reader.To("/hours?saved=entered"));
            if (answer.Problem?.Is("run-signed-off") == true) posted.Wrong("reasonForCorrection", reader.Words.Forms.Needed);
        }
        return await Page(occurrenceId, posted, reader, calendar, ct);
    }

    // Always the same id, so that sending it again corrects it.
    private static Guid RunOf(Guid occurrence, Reader reader) => DeterministicId.Of($"{occurrence:N}:run:{reader.User.Subject()}");

    private static async Task<IResult> Page(
        Guid occurrenceId, Posted posted, Reader reader, CalendarClient calendar, CancellationToken ct, Action<RunResponse>? found = null)
    {
        var occurrence = await calendar.ReadOccurrence(reader.Slug!, occurrenceId, ct: ct);
        if (occurrence.Value is not { } shown) return Html.Instead(occurrence);
        var own = await calendar.ReadOwnRuns(reader.Slug!, shown.LocalDate, shown.LocalDate, limit: Pageable.MaxPageSize, ct: ct);
        var entered = own.Value?.Items.FirstOrDefault(run => run.OccurrenceId == occurrenceId);
        if (entered is not null) found?.Invoke(entered);
        return Html.Page<EnterHoursPage>(new { Occurrence = shown, Posted = posted, IsSignedOff = entered?.SignedOffAt is not null }, posted.Status);
    }
}
