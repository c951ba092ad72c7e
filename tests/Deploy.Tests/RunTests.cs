using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;

[assembly: AssemblyFixture(typeof(PrivateServers))]

namespace Kivenkolo.Deploy.Tests;

/// <summary>The programs themselves, with nothing but the variables that their containers are given, on databases with an owner each.</summary>
public sealed class RunTests(PrivateServers servers)
{
    private const string Secret = "a secret of at least thirty-two characters";

    [Fact]
    public async Task What_is_rendered_migrates_becomes_ready_answers_and_stops_when_it_is_told_to()
    {
        var server = new NpgsqlConnectionStringBuilder(servers.PostgresConnectionString);
        var broker = await servers.CreateVirtualHost();
        var told = await Chart.Helm("template", "kivenkolo", Chart.Folder, "--values", Chart.ValuesFile("minimal"),
            "--set", string.Create(CultureInfo.InvariantCulture, $"postgres.host={server.Host},postgres.port={server.Port},trustedProxies[0]=127.0.0.1"));
        var rendered = Chart.Parse(told.Output);
        var secrets = new Dictionary<string, string>
        {
            ["broker/address"] = broker,
            ["kivenkolo-identity/key-protection-secret"] = Secret,
            ["kivenkolo-identity/administration-client-secret"] = Secret,
            ["kivenkolo-web/key-protection-secret"] = Secret,
            ["kivenkolo-web/client-secret"] = Secret,
        };
        await using var source = NpgsqlDataSource.Create(servers.ConnectionString("postgres"));
        string[] databases = [.. rendered.Of("Job").Select(job => job.Component().Replace("-migration", "db", StringComparison.Ordinal))];
        var ports = rendered.Of("Deployment").ToDictionary(deployment => deployment.Component(), _ => RunningSystem.FreePort());
        var running = new Dictionary<string, Process>();
        try
        {
            foreach (var database in databases)
            {
                // What a password may hold, and a connection string would have to quote.
                secrets[$"kivenkolo-{database}/username"] = $"owner of {database}";
                secrets[$"kivenkolo-{database}/password"] = $"a;b='c\" {database}";
                await Execute($"CREATE ROLE \"owner of {database}\" LOGIN PASSWORD 'a;b=''c\" {database}'");
                await Execute($"CREATE DATABASE {database} OWNER \"owner of {database}\"");
                await Execute($"REVOKE ALL ON DATABASE {database} FROM PUBLIC");
            }

            // One after another, as Helm does it.
            foreach (var job in rendered.Of("Job"))
            {
                var process = job.Component().Replace("-migration", "", StringComparison.Ordinal);
                var migrated = await Command.Try("env", Arguments(process, job.Pod()!.Environment(), "--migrate"));
                Assert.True(migrated.ExitCode == 0, $"{job.Component()}: {migrated.Output}{migrated.Errors}");
            }

            foreach (var deployment in rendered.Of("Deployment"))
            {
                var arguments = Arguments(deployment.Component(), deployment.Pod()!.Environment());
                var process = Process.Start(new ProcessStartInfo("env", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                running[deployment.Component()] = process;
                process.BeginOutputReadLine();
                process.BeginErrorReadLine();
            }
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
            client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https"); // as the proxy says that ends TLS
            foreach (var (name, port) in ports)
                await Eventually.Become(async () => (await Get($"http://127.0.0.1:{port}/health")).Status == 200, $"{name} is ready", TimeSpan.FromSeconds(60));

            var issuer = await Get($"http://127.0.0.1:{ports["gateway"]}/.well-known/openid-configuration");
            Assert.StartsWith("https://kivenkolo.example", JsonElement.Parse(issuer.Body).GetProperty("issuer").GetString(), StringComparison.Ordinal);
            Assert.Equal(404, (await Get($"http://127.0.0.1:{ports["gateway"]}/api/calendar/v1/spaces/kivenkolo/weeks/2026-W48")).Status);
            Assert.Equal(200, (await Get($"http://127.0.0.1:{ports["gateway"]}/account/login")).Status);

            foreach (var (_, process) in running) await Command.Run("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            foreach (var (name, process) in running)
            {
                using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(40));
                await process.WaitForExitAsync(grace.Token);
                Assert.True(process.ExitCode == 0, $"{name} ended with {process.ExitCode}");
            }

            async Task<(int Status, string Body)> Get(string address)
            {
                using var answer = await client.GetAsync(new Uri(address));
                return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
            }
        }
        finally
        {
            foreach (var process in running.Values.Where(process => !process.HasExited)) process.Kill(entireProcessTree: true);
            foreach (var database in databases)
            {
                await servers.DropDatabase(database);
                await Execute($"DROP ROLE IF EXISTS \"owner of {database}\"");
            }
        }

        async Task Execute(string sql)
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        // env -i: nothing of this machine's own environment gets in, and no home is there to be written to.
        string[] Arguments(string process, Dictionary<string, string> variables, params string[] further)
        {
            var name = char.ToUpperInvariant(process[0]) + process[1..];
            var folder = Path.Combine(process == "gateway" ? Checkout.Path(process) : Checkout.Path("services", name), "bin", "Release", "net10.0");
            var told = variables.ToDictionary(variable => variable.Key, variable => secrets.GetValueOrDefault(variable.Value, variable.Value));
            foreach (var other in told.Keys.Named("services__")) told[$"services__{other}__http__0"] = $"http://127.0.0.1:{ports[other]}";
            told.Remove("ASPNETCORE_HTTP_PORTS");
            if (further.Length == 0) told["ASPNETCORE_URLS"] = $"http://127.0.0.1:{ports[process]}";
            return
            [
                "-i", $"--chdir={folder}", $"PATH={Environment.GetEnvironmentVariable("PATH")}", "HOME=/nonexistent",
                .. told.Select(variable => $"{variable.Key}={variable.Value}"), "dotnet", $"{name}.dll", .. further,
            ];
        }
    }
}
