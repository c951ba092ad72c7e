using System.Net;
using System.Text.Json.Nodes;

namespace Kivenkolo.Calendar.Tests;

[Collection(nameof(Calendar))]
public sealed class SeriesRefusalsTests(CalendarService calendar)
{
    [Fact]
    public async Task What_cannot_be_a_series_is_refused_at_its_field()
    {
        var space = await calendar.OpenSpace();
        await Refused("series[0].firstDate", Some.Activity(Some.Series("2026-11-25", rule: "FREQ=WEEKLY;BYDAY=TU")));
        await Refused("series[1].firstDate", Some.Activity(Some.Series("2026-11-26"), Some.Series("2026-11-26")));
        await Refused("series", Some.Activity([]));
        await Refused("series[0].rule", With("notOnHolidays", true));
        await Refused("series[0].notInMonths", With("notInMonths", new JsonArray(13), "FREQ=WEEKLY"));
        await Refused("series[0].additionalDates", With("additionalDates", new JsonArray("2026-01-01")));
        await Refused("series[0].excludedDates", With("excludedDates", new JsonArray("2026-01-01")));
        await (await space.Put($"activities/{Some.Id()}", Some.Activity(Some.Series("2010-01-01", rule: "FREQ=DAILY"))))
            .IsRefused(HttpStatusCode.Conflict, "occurrence-limit-reached");
        Assert.Empty((await space.Read("activities"))["items"]!.AsArray());

        static JsonObject With(string name, JsonNode value, string? rule = null)
        {
            var series = Some.Series(rule: rule);
            series[name] = value;
            return Some.Activity(series);
        }

        async Task Refused(string field, JsonObject body) =>
            Assert.Contains(field, (await (await space.Put($"activities/{Some.Id()}", body)).Json(HttpStatusCode.BadRequest))["errors"]!.AsObject()
                .Select(e => e.Key));
    }
}
