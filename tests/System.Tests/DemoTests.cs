using Kivenkolo.Demo;
using Kivenkolo.SystemTests.HostileRequests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using static Kivenkolo.SystemTests.Story;

namespace Kivenkolo.SystemTests;

/// <summary>Demo fills an empty system, and only an empty one. Alone on the system, so that whatever changes meanwhile was changed by Demo.</summary>
[Collection(nameof(AloneOnTheSystem))]
public sealed class DemoTests(RunningSystem system)
{
    [Fact]
    public async Task A_second_run_changes_nothing_and_tells_nothing_and_neither_does_one_of_another_week()
    {
        var rows = new Rows(system);
        foreach (var clock in new[] { TimeProvider.System, new Later(TimeSpan.FromDays(9)) })
        {
            await rows.AwaitRest(TimeSpan.FromSeconds(30));
            var before = await rows.Read();
            Assert.Contains("calendardb activities", before.Keys);

            await Fill(clock);

            await rows.AwaitRest(TimeSpan.Zero);
            // Tokens come and go by themselves.
            Assert.DoesNotContain(TableContents.Differences(before, await rows.Read()), difference => !difference.Contains("token", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_program_run_again_leaves_all_that_is_read_as_it_was()
    {
        using var resident = system.Client();
        using var operators = await system.Client(system.Administration, "administration");
        await new Rows(system).AwaitRest(TimeSpan.FromSeconds(30));
        var before = await Everything();
        await system.RunDemoAgain();
        Assert.Equal(before, await Everything());

        async Task<string> Everything() => string.Join('\n', await Task.WhenAll(
            resident.ReadText($"{Partners}/organisations?limit=100"), resident.ReadText($"{Calendar}/activities?limit=100"),
            resident.ReadText($"{Calendar}/weeks/{Week(DateOnly.FromDateTime(Now))}"),
            operators.ReadText($"{Calendar}/headcounts?from=2020-01-01&to=2030-01-01&limit=100"),
            resident.ReadText($"{Participation}/meetings?limit=100"), operators.ReadText($"{Communications}/messages?limit=100")));
    }

    [Fact]
    public async Task The_programme_of_a_week_is_there_in_every_promised_language()
    {
        using var http = system.Client();
        foreach (var language in Content.Space.PromisedLanguages)
        {
            var week = await http.GetStringAsync(new Uri($"/api/calendar/v1/spaces/kivenkolo/weeks/{ThisWeek()}?language={language}", UriKind.Relative));
            Assert.All(Content.Programme, activity => Assert.Contains(activity.Id.ToString(), week, StringComparison.Ordinal));
            Assert.Contains("\"missing\":[]", week, StringComparison.Ordinal);
        }
    }

    private async Task Fill(TimeProvider clock)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Bootstrap:AdministrationClientId"] = system.Administration.ClientId,
            ["Bootstrap:AdministrationClientSecret"] = system.Administration.ClientSecret,
            ["Demo:CoordinatorPassword"] = system.Coordinator.Password,
            ["Demo:FacilitatorPassword"] = system.Facilitator.Password,
            ["Demo:CredentialsFile"] = Path.Combine(system.Data, "partner.json"),
        }).Build();
        using var http = system.Client();
        await new Filling(new PublicApi(http, configuration, clock), configuration, clock, NullLogger<Filling>.Instance)
            .Run(TestContext.Current.CancellationToken);
    }

    private static string ThisWeek()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Content.Space.TimeZone);
        return Weeks.Name(Weeks.MondayOf(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), zone).DateTime)));
    }

    /// <summary>The real clock, some days on.</summary>
    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
