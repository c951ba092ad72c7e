using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Kivenkolo.Testing;

namespace Kivenkolo.Performance;

/// <summary>What Kivenkolo is held against: Debian's nginx and radicale, each private to this run.</summary>
internal sealed class Rivals(string directory) : IAsyncDisposable
{
    private readonly List<Process> processes = [];

    /// <summary>
    /// nginx serving files, with the settings it is installed with (it logs each request, as a server of files does); and tuned to do nothing but send
    /// them: no log, connections that never end, files that stay open. Returns the folder to put them in, and the two addresses.
    /// </summary>
    public async Task<(string Folder, Uri Installed, Uri Tuned)> Nginx()
    {
        var (port, tuned, folder) = (RunningSystem.FreePort(), RunningSystem.FreePort(), Directory.CreateDirectory(Path.Combine(directory, "files")).FullName);
        var configuration = Path.Combine(directory, "nginx.conf");
        await File.WriteAllTextAsync(configuration, $$"""
            daemon off; worker_processes auto; pid {{directory}}/nginx.pid; error_log {{directory}}/nginx.log;
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            events { worker_connections 768; }
            http {
              include /etc/nginx/mime.types; sendfile on; tcp_nopush on; types_hash_max_size 2048; access_log {{directory}}/access.log; gzip on;
              client_body_temp_path {{directory}}/body; proxy_temp_path {{directory}}/proxy; fastcgi_temp_path {{directory}}/fastcgi;
              uwsgi_temp_path {{directory}}/uwsgi; scgi_temp_path {{directory}}/scgi;
              server { listen 127.0.0.1:{{port}}; root {{folder}}; }
              server {
                listen 127.0.0.1:{{tuned}}; root {{folder}};
                access_log off; keepalive_requests 1000000000; open_file_cache max=100;
              }
            }
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "alive"), "ok");
        return (folder, await Start(new ProcessStartInfo("nginx", ["-c", configuration]), port, "/alive"), new Uri($"http://127.0.0.1:{tuned}"));
    }

    /// <summary>radicale with one calendar; returns the calendar's address.</summary>
    public async Task<Uri> Radicale(string ics)
    {
        var (port, configuration, rights) = (RunningSystem.FreePort(), Path.Combine(directory, "radicale.conf"), Path.Combine(directory, "rights"));
        await File.WriteAllTextAsync(rights, "[all]\nuser: .*\ncollection: .*\npermissions: RrWw\n");
        await File.WriteAllTextAsync(configuration, $"""
            [server]
            hosts = 127.0.0.1:{port}
            max_connections = 100
            [auth]
            type = none
            [rights]
            type = from_file
            file = {rights}
            [storage]
            filesystem_folder = {directory}/radicale
            [logging]
            level = error
            """);
        var address = await Start(new ProcessStartInfo("radicale", ["--config", configuration]), port, "/.web/");
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("house:house"u8));
        using var calendar = new StringContent(ics, Encoding.UTF8, "text/calendar");
        using var answer = await client.PutAsync(new Uri("/house/programme.ics/", UriKind.Relative), calendar);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"radicale took no calendar: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return new Uri(address, "/house/programme.ics/");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Ends with the others.</summary>
    public void Add(Process process) => processes.Add(process);

    private async Task<Uri> Start(ProcessStartInfo start, int port, string alive)
    {
        processes.Add(Process.Start(start)!);
        var address = new Uri($"http://127.0.0.1:{port}");
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address };
        await Eventually.Become(async () =>
            (await client.GetAsync(new Uri(alive, UriKind.Relative))).StatusCode < System.Net.HttpStatusCode.InternalServerError, $"{start.FileName} answers");
        return address;
    }
}
