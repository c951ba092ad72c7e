using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kivenkolo.Calendar.Headcounts;
using Kivenkolo.Contracts.Calendar.V1;

namespace Kivenkolo.Calendar.Tests;

[Collection(nameof(Calendar))]
public sealed class ImportHeadcountsTests(CalendarService calendar)
{
    private const string History = """
        from;to;scope;count;clients;students
        1.1.2023;31.12.2023;;4917;;
        2024-01-01;2024-12-31;clients+students+partners+groups+encounters+networks;10 136;;
        1.5.2025;31.5.2025;;;120;14

        """;

    [Fact]
    public async Task A_dry_run_says_what_would_be_done_and_does_nothing()
    {
        var space = await calendar.OpenSpace();
        await (await space.Put($"headcounts/{Some.Id()}", new { from = "2023-01-01", to = "2023-12-31", count = 4900 })).Json(HttpStatusCode.Created);
        var looked = await Import(space, History, dryRun: true);
        Assert.Equal("2 1 0 0", Sums(looked));
        Assert.Equal([2, 3, 4], looked["changes"]!.AsArray().Select(change => (int)change!["line"]!));
        Assert.Equal((4900, 4917), ((int)looked["changes"]![0]!["before"]!["count"]!, (int)looked["changes"]![0]!["after"]!["count"]!));
        Assert.Equal(1L, await Held(space));
    }

    [Fact]
    public async Task The_same_file_twice_changes_nothing_and_another_number_corrects_with_a_trace()
    {
        var space = await calendar.OpenSpace();
        Assert.Equal("3 0 0 0", Sums(await Import(space, History)));
        Assert.Equal("0 0 3 0", Sums(await Import(space, History)));
        Assert.Equal("0 1 2 0", Sums(await Import(space, "\uFEFF" + History.Replace("4917", "4918", StringComparison.Ordinal)
            .Replace("\n", "\r\n", StringComparison.Ordinal))));
        Assert.Equal(3L, await Held(space));
        Assert.Equal(1L, await space.Service.Scalar("select count(*) from headcount_corrections where space_id = $1", space.Id));
        var told = await space.Service.Published<HeadcountRecorded>(e => e.SpaceId == space.Id && e.Count == 134);
        Assert.Equal([120, 14], told.Counts!);
    }

    [Fact]
    public async Task An_entry_that_was_corrected_to_another_period_is_corrected_back_by_its_file()
    {
        var space = await calendar.OpenSpace();
        await Import(space, History);
        await Correct(space, "2023-01-01", new { from = "2022-01-01", to = "2022-12-31", count = 4917 });
        await Correct(space, "2024-01-01", new { from = "2024-05-05", to = "2024-05-05", start = "10:00", end = "12:00", count = 5 });
        var looked = await Import(space, History, dryRun: true);
        Assert.Equal(["2022-01-01", "2024-05-05"], looked["changes"]!.AsArray().Select(change => (string?)change!["before"]!["from"]));
        Assert.Equal("0 2 1 0", Sums(await Import(space, History)));
        Assert.Equal("0 0 3 0", Sums(await Import(space, History)));
        Assert.Equal(3L, await Held(space));
    }

    [Fact]
    public async Task An_entry_that_was_corrected_to_what_another_line_says_is_that_lines_from_then_on()
    {
        var space = await calendar.OpenSpace();
        await Import(space, "from,to,count\n2023-01-01,2023-12-31,10");
        await Correct(space, "2023-01-01", new { from = "2022-01-01", to = "2022-12-31", count = 10 });
        const string both = "from,to,count\n2023-01-01,2023-12-31,20\n2022-01-01,2022-12-31,10";
        Assert.Equal("1 0 1 0", Sums(await Import(space, both)));
        Assert.Equal("0 0 2 0", Sums(await Import(space, both)));
        Assert.Equal(2L, await Held(space));
    }

    [Fact]
    public async Task Eight_who_send_the_same_file_at_once_bring_it_in_once()
    {
        var space = await calendar.OpenSpace();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Send(space, History)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(3L, await Held(space));
        Assert.Equal(0L, await space.Service.Scalar("select count(*) from headcount_corrections where space_id = $1", space.Id));
    }

    [Theory]
    [InlineData("from,to,count\n2024-02-30,2024-12-31,1", 2, "from", "notADate")]
    [InlineData("from,to,count\n2024-01-01,31.13.2024,1", 2, "to", "notADate")]
    [InlineData("from,to,count\n1999-01-01,1999-12-31,1", 2, "from", "notADate")]
    [InlineData("from,to,count\n2024-02-01,2024-01-01,1", 2, "to", "endsBeforeItBegins")]
    [InlineData("from,to,count\n2024-02-01,2025-03-01,1", 2, "to", "tooLong")]
    [InlineData("from,to,count\n2024-01-01,2024-01-31,many", 2, "count", "notANumber")]
    [InlineData("from,to,count\n2024-01-01,2024-01-31,-1", 2, "count", "notANumber")]
    [InlineData("from,to,count\n2024-01-01,2024-01-31,99999999999", 2, "count", "notANumber")]
    [InlineData("from,to,count\n2024-01-01,2024-01-31,", 2, "count", "missing")]
    [InlineData("from,to,count\n,2024-01-31,1", 2, "from", "missing")]
    [InlineData("from,to,count\n\n\n2024-01-01,2024-01-31,1\n2024-01-01,2024-01-31,2", 5, "from", "twice")]
    [InlineData("from,to,scope,count\n2024-01-01,2024-01-31,dogs,1", 2, "scope", "unknownCategory")]
    [InlineData("from,to,scope,count\n2024-01-01,2024-01-31,\"clients,clients\",1", 2, "scope", "unknownCategory")]
    [InlineData("from,to,count,clients,students\n2024-01-01,2024-01-31,4,1,2", 2, "count", "notTheSum")]
    [InlineData("from,to,scope,count,clients\n2024-01-01,2024-01-31,students,1,1", 2, "scope", "notTheScope")]
    [InlineData("from,to,clients\n2024-01-01,2024-01-31,x", 2, "clients", "notANumber")]
    [InlineData("from,to,count\n2024-01-01,2024-01-31,1,2", 2, "", "tooManyCells")]
    [InlineData("from,to,count,dogs\n", 1, "dogs", "unknownColumn")]
    [InlineData("from,to,count,from\n", 1, "from", "columnTwice")]
    [InlineData("from,count\n", 1, "to", "columnMissing")]
    public async Task A_line_that_cannot_be_taken_is_named_and_nothing_of_the_file_is_taken(string file, int line, string column, string rule)
    {
        var space = await calendar.OpenSpace();
        var looked = await Import(space, file, dryRun: true);
        var bad = Assert.Single(looked["badLines"]!.AsArray())!;
        Assert.Equal((line, column, rule), ((int)bad["line"]!, (string)bad["column"]!, (string)bad["rule"]!));
        Assert.False(string.IsNullOrEmpty((string?)bad["says"]!["fi"]));

        var refused = await (await Send(space, file)).Json(HttpStatusCode.BadRequest);
        Assert.StartsWith($"line {line}", Assert.Single(refused["errors"]!.AsObject()).Key, StringComparison.Ordinal);
        Assert.Equal(0L, await Held(space));
    }

    [Fact]
    public async Task A_period_that_was_entered_in_several_parts_is_left_to_people()
    {
        var space = await calendar.OpenSpace();
        foreach (var count in (int[])[5, 6])
            await (await space.Put($"headcounts/{Some.Id()}", new { from = "2025-05-05", to = "2025-05-05", counts = new { clients = count } }))
                .Json(HttpStatusCode.Created);
        var looked = await Import(space, "from,to,clients\n2025-05-05,2025-05-05,11\n2025-05-06,2025-05-06,7", dryRun: true);
        Assert.Equal("severalEntered", (string?)Assert.Single(looked["badLines"]!.AsArray())!["rule"]);
        Assert.Equal("1 0 0 1", Sums(looked));
    }

    [Fact]
    public async Task What_is_too_large_or_is_no_CSV_is_turned_away()
    {
        var space = await calendar.OpenSpace();
        await (await Send(space, "from,to,count\n" + new string('\n', 1_000_000))).IsRefused(HttpStatusCode.RequestEntityTooLarge, "file-too-large");
        await (await Send(space, "{}", type: "application/json")).IsRefused(HttpStatusCode.UnsupportedMediaType, "file-not-csv");
        var many = new StringBuilder("from,to,count\n");
        for (var day = new DateOnly(2000, 1, 1); day < new DateOnly(2028, 1, 1); day = day.AddDays(1))
            many.Append(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},{day:yyyy-MM-dd},1\n");
        var looked = await Import(space, many.ToString(), dryRun: true);
        Assert.Equal("tooManyLines", (string?)Assert.Single(looked["badLines"]!.AsArray())!["rule"]);
        Assert.Equal(10_002, (int)looked["badLines"]![0]!["line"]!);
        Assert.Equal(100, looked["changes"]!.AsArray().Count);
    }

    [Fact]
    public async Task Every_bad_line_of_a_long_file_is_named_and_what_is_wrong_is_said_in_each_language_of_the_house()
    {
        var space = await calendar.OpenSpace();
        var looked = await Import(space, "from,to,count\n" + string.Concat(Enumerable.Repeat("2024-02-30,2024-12-31,1\n", 1000)), dryRun: true);
        Assert.Equal(Enumerable.Range(2, 1000), looked["badLines"]!.AsArray().Select(line => (int)line!["line"]!));
        Assert.All(Enum.GetValues<LineRule>(), rule =>
            Assert.Equal(["ar", "en", "fi", "fi-simple", "sv"], LineRules.Says(rule).Languages.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Whatever_cells_hold_comes_back_from_the_file_they_are_written_to()
    {
        var random = new Random(4180);
        const string letters = "ab,;\"\n\r é";
        for (var round = 0; round < 2_000; round++)
        {
            var separator = random.Next(2) == 0 ? ',' : ';';
            var records = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Enumerable.Range(0, random.Next(1, 5))
                .Select(_ => "x" + string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => letters[random.Next(letters.Length)])) + "x").ToArray())
                    .ToArray();
            var file = $"h{separator}h\r\n"
                + string.Concat(records.Select(cells =>
                string.Join(separator, cells.Select(c => $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n"));
            Assert.Equal(records, CsvFile.Read(file).Skip(1).Select(record => record.Cells.ToArray()));
        }
    }

    [Theory]
    [InlineData("a,b\r\n1,2\r\n\r\n3,4", "1:a|b 2:1|2 4:3|4")]
    [InlineData("a;b\n1,5;2", "1:a|b 2:1,5|2")]
    [InlineData("a,b\n\"1\n2\",3\n4,5", "1:a|b 2:1\n2|3 4:4|5")]
    [InlineData("a\n\"open", "1:a 2:open")]
    [InlineData("a\rb", "1:a 2:b")]
    [InlineData(" a , \"b\" \n", "1:a|b")]
    [InlineData("", "")]
    public void A_record_knows_the_line_on_which_it_begins(string file, string records) =>
        Assert.Equal(records, string.Join(' ', CsvFile.Read(file).Select(record => $"{record.Line}:{string.Join('|', record.Cells)}")));

    private static Task<HttpResponseMessage> Send(TestSpace space, string file, bool dryRun = false, string type = "text/csv") =>
        space.Coordinator.PostAsync($"{space.Root}/headcounts/import?dryRun={(dryRun ? "true" : "false")}", new StringContent(file, Encoding.UTF8, type));

    private static async Task<JsonObject> Import(TestSpace space, string file, bool dryRun = false) =>
        await (await Send(space, file, dryRun)).Json(HttpStatusCode.OK);

    private static async Task Correct(TestSpace space, string from, object to)
    {
        var id = await space.Service.Scalar("select id from headcounts where space_id = $1 and first_day = $2", space.Id,
            DateOnly.Parse(from, CultureInfo.InvariantCulture));
        await (await space.Put($"headcounts/{id}", to)).Json(HttpStatusCode.OK);
    }

    private static string Sums(JsonObject answer) => $"{answer["added"]} {answer["changed"]} {answer["unchanged"]} {answer["bad"]}";

    private static Task<object?> Held(TestSpace space) => space.Service.Scalar("select count(*) from headcounts where space_id = $1", space.Id);
}
