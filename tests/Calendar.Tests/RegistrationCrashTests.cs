using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace Kivenkolo.Calendar.Tests;

/// <summary>A rush for few places while the service is killed: it runs as a process of its own here.</summary>
[Collection(nameof(Calendar))] // not beside the others, who would wait for it
public sealed class RegistrationCrashTests(PrivateServers servers)
{
    private const int People = 500;
    private const int Places = 12;
    private const string Root = "/api/calendar/v1/spaces/kivenkolo";

    [Fact]
    public async Task Five_hundred_for_twelve_places_are_each_in_the_list_once_in_order_while_the_service_is_killed_and_started_again()
    {
        await using var calendar = await CalendarProcess.Start(servers, $"calendar_crash_{Guid.CreateVersion7():n}");
        var occurrence = await Plan(calendar);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var accepted = 0;
        var signingUp = Task.WhenAll(Enumerable.Range(0, People).Select(async i =>
        {
            var receipt = await SignUp(calendar, occurrence, i, deadline.Token);
            Interlocked.Increment(ref accepted);
            return (Nickname: $"Tulija {i}", Receipt: receipt);
        }));
        foreach (var at in (int[])[Places / 2, People / 2])
        {
            await Eventually.Become(() => Task.FromResult(Volatile.Read(ref accepted) >= at), $"{at} have signed up", TimeSpan.FromMinutes(1));
            await calendar.KillAndStart();
        }
        var told = await signingUp;

        var kept = await calendar.Query("select nickname, number, status, id from registrations order by number");
        Assert.Equal(Enumerable.Range(1, People), kept.Select(row => (int)row[1]));
        Assert.Equal(People, kept.Select(row => (string)row[0]).Distinct().Count());
        Assert.All(kept, row => Assert.Equal((int)row[1] <= Places ? "Confirmed" : "Waiting", row[2]));
        var numbers = kept.ToDictionary(row => (string)row[0], row => (Id: (Guid)row[3], Number: (int)row[1]));
        Assert.All(told, person =>
        {
            var (id, number) = numbers[person.Nickname];
            int? place = number <= Places ? null : number - Places;
            Assert.Equal((id, place), ((Guid)person.Receipt["registrationId"]!, (int?)person.Receipt["place"]));
        });
        // Whoever was answered has a link that works, whatever was killed afterwards.
        using var left = await calendar.Http.PostAsJsonAsync($"{Root}/registrations/leaving", new { token = (string)told[0].Receipt["token"]! });
        Assert.Equal(HttpStatusCode.OK, left.StatusCode);
    }

    private static async Task<Guid> Plan(CalendarProcess calendar)
    {
        var now = TimeProvider.System.GetUtcNow();
        await calendar.Query($$"""
            insert into spaces (id, slug, name, time_zone, welfare_area_code, promised_languages, offered_languages, version)
            values ('{{Some.Id()}}', 'kivenkolo', '{"fi":"Kivenkolo"}', 'Europe/Helsinki', '03', array['fi'], array['en'], 1)
            """);
        var activity = Some.Activity(now.AddDays(3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        (activity["noSignUp"], activity["capacity"]) = (false, Places);
        using var coordinator = new HttpClient(new SocketsHttpHandler()) { BaseAddress = calendar.Http.BaseAddress }.AsCoordinator("kivenkolo");
        await (await coordinator.PutAsJsonAsync($"{Root}/activities/{Some.Id()}", activity)).Json(HttpStatusCode.Created);
        return (Guid)(await calendar.Query("select id from occurrences"))[0][0];
    }

    // As a browser's form does: the same key until there is an answer.
    private static async Task<JsonObject> SignUp(CalendarProcess calendar, Guid occurrence, int i, CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"{Root}/occurrences/{occurrence}/registrations")
                {
                    Content = JsonContent.Create(new { nickname = $"Tulija {i}", language = "fi" }),
                };
                request.Headers.Add("Idempotency-Key", $"person-{i}");
                using var answer = await calendar.Http.SendAsync(request, ct);
                if (answer.StatusCode == HttpStatusCode.Created) return await answer.Json();
            }
            catch (Exception e) when (e is HttpRequestException or IOException) { }
            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }
    }

    /// <summary>Calendar as a process of its own, to be killed and started again on the same port, database and virtual host.</summary>
    private sealed class CalendarProcess : IAsyncDisposable
    {
        private static readonly string Dll = Path.Combine(AppContext.BaseDirectory, "Calendar.dll");

        private readonly Dictionary<string, string> environment;
        private readonly NpgsqlDataSource database;
        private Process? process;

        private CalendarProcess(Uri address, Dictionary<string, string> environment, NpgsqlDataSource database)
        {
            (this.environment, this.database) = (environment, database);
            Http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };
        }

        public HttpClient Http { get; }

        public static async Task<CalendarProcess> Start(PrivateServers servers, string name)
        {
            var address = $"http://127.0.0.1:{RunningSystem.FreePort()}";
            var environment = new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = address,
                ["ConnectionStrings__calendardb"] = servers.ConnectionString(name),
                ["ConnectionStrings__messaging"] = await servers.CreateVirtualHost(),
                ["Identity__Issuer"] = TestTokens.Issuer,
                ["Identity__Jwks"] = TestTokens.KeySet,
                ["Public__Address"] = address,
                ["Logging__LogLevel__Default"] = "Critical",
                ["RateLimits__ResidentWrite"] = "1000000",
            };
            await Command.Run("dotnet", [Dll, "--migrate"], environment);
            var calendar = new CalendarProcess(new Uri(address), environment, NpgsqlDataSource.Create(servers.ConnectionString(name)));
            await calendar.Up();
            return calendar;
        }

        public async Task KillAndStart()
        {
            await Kill();
            await Up();
        }

        public async Task<List<object[]>> Query(string sql)
        {
            await using var command = database.CreateCommand(sql);
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<object[]>();
            while (await reader.ReadAsync())
            {
                var row = new object[reader.FieldCount];
                reader.GetValues(row);
                rows.Add(row);
            }
            return rows;
        }

        public async ValueTask DisposeAsync()
        {
            await Kill();
            Http.Dispose();
            await database.DisposeAsync();
        }

        private async Task Up()
        {
            process = new Process { StartInfo = new ProcessStartInfo("dotnet", [Dll]) { RedirectStandardOutput = true, RedirectStandardError = true } };
            foreach (var (key, value) in environment) process.StartInfo.Environment[key] = value;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            await Eventually.Become(async () =>
                (await Http.GetAsync(new Uri("/alive", UriKind.Relative))).IsSuccessStatusCode, "Calendar answers", TimeSpan.FromSeconds(60));
        }

        private async Task Kill()
        {
            if (process is null) return;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
            process = null;
        }
    }
}
