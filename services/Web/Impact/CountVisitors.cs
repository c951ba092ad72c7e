using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.Texts;
using Calendar = Kivenkolo.Web.Services.Calendar;

namespace Kivenkolo.Web.Impact;

/// <summary>Those who run an activity note how many came, by kind: numbers only. Sending the tally again corrects it.</summary>
internal static class CountVisitors
{
    /// <summary>Who may.</summary>
    public static readonly Role[] Roles = [Role.Coordinator, Role.Facilitator, Role.Student];

    /// <summary>The most of one kind at one occurrence.</summary>
    private const int Most = 9999;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/count/{occurrenceId:guid}", Show).OpenToStaff($"{nameof(CountVisitors)}.Show", Roles);
        pages.MapPost("/count/{occurrenceId:guid}", Handle).SentByStaff(nameof(CountVisitors), Roles);
    }

    internal static async Task<IResult> Show(Guid occurrenceId, bool? saved, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var occurrence = await calendar.Occurrence(reader.Slug!, occurrenceId, ct);
        if (occurrence.Value is not { } found) return Html.Instead(occurrence);

        var posted = Posted.None(reader.Words);
        var counted = await calendar.Headcounts(reader.Slug!, found.LocalDate, found.LocalDate, ct);
        foreach (var count in counted.Value?.Items.Where(count => count.OccurrenceId == occurrenceId) ?? [])
            if (count.Scope is [var scope]) posted.With(scope, count.Count.ToString(CultureInfo.InvariantCulture));
        return Html.Page<CountPage>(new { Occurrence = found, Posted = posted, Saved = saved == true });
    }

    internal static async Task<IResult> Handle(Guid occurrenceId, IFormCollection form, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var counts = new List<(string Scope, int Count)>();
        foreach (var scope in Scopes.All)
            if (posted.Optional(scope, 20) is not null) counts.Add((scope, posted.Number(scope, 0, Most)));

        if (posted.IsFine)
            foreach (var (scope, count) in counts)
                if (!posted.Took(await calendar.Count(reader.Slug!, TallyOf(occurrenceId, scope), occurrenceId, scope, count, ct))) break;
        if (posted.IsFine) return Html.SeeOther(reader.To($"/count/{occurrenceId}?saved=true"));

        var occurrence = await calendar.Occurrence(reader.Slug!, occurrenceId, ct);
        return occurrence.Value is { } found
            ? Html.Page<CountPage>(new { Occurrence = found, Posted = posted }, posted.Status)
            : Html.Instead(occurrence);
    }

    /// <summary>The one tally of a kind of people at an occurrence: always the same id (RFC 9562 version 8), so that sending it again corrects it.</summary>
    internal static Guid TallyOf(Guid occurrence, string scope)
    {
        var bytes = SHA256.HashData(Encoding.ASCII.GetBytes($"{occurrence:N}:{scope}"))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
