using Kivenkolo.Clients.Calendar;
using Kivenkolo.Clients.Participation;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.ThisWeek;

/// <summary>Anyone reads all there is about one occurrence, and finds its feedback form when it is over.</summary>
internal static class ShowOccurrence
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/occurrences/{id:guid}", Handle).OpenToEveryoneAlike(nameof(ShowOccurrence));
        pages.MapPage("/occurrences/{id:guid}.jsonld", ForMachines).OpenToEveryoneAlike($"{nameof(ShowOccurrence)}.ForMachines");
    }

    internal static Task<IResult> Handle(
        Guid id, Reader reader, CalendarClient calendar, ParticipationClient participation, CancellationToken ct, string? done = null) =>
        Show(id, Posted.None(reader.Words), reader, calendar, participation, ct, isSaved: done == "saved");

    internal static async Task<IResult> ForMachines(Guid id, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var occurrence = await calendar.ReadOccurrence(reader.Slug!, id, ct: ct);
        return occurrence.Value is { } found ? StructuredProgramme.Document([found], reader) : Html.Instead(occurrence);
    }

    /// <summary>The page; with <paramref name="cancellation"/> or <paramref name="signUp"/> when that was just refused.</summary>
    public static async Task<IResult> Show(
        Guid id, Posted cancellation, Reader reader, CalendarClient calendar, ParticipationClient participation, CancellationToken ct, Posted? signUp = null,
        bool isSaved = false)
    {
        var asking = participation.FindFeedbackForm(reader.Slug!, id, ct);
        var occurrence = await calendar.ReadOccurrence(reader.Slug!, id, ct: ct);
        var form = await asking;
        if (occurrence.Value is not { } found) return Html.Instead(occurrence);
        // Asked only where people sign up; while nobody can say, the page stands without the form.
        var state = found.NoSignUp ? null : (await calendar.ReadSignUp(reader.Slug!, id, ct)).Value?.State;
        // Their feeds are offered by name; while nobody can say it, without them.
        var keywords = found.Keywords is { Count: > 0 } || found.Audience is { Count: > 0 }
            ? (await calendar.ListKeywords(reader.Slug!, ct).UpTo(Lists.Maximum)).Value?.Items : null;
        signUp ??= Posted.None(reader.Words).With("key", reader.NewKey());
        return Html.Page<OccurrencePage>(
            new
            {
                Occurrence = found, Form = form.Value, Cancellation =
                cancellation, SignUpState = state, SignUp = signUp, Keywords = keywords ?? [], IsSaved = isSaved && reader.WorksHere
            },
            cancellation.IsFine ? signUp.Status : cancellation.Status);
    }
}
