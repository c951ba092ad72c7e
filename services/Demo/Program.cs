using Kivenkolo.Demo;
using Kivenkolo.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = Host.CreateApplicationBuilder(args);
builder.AddTelemetry("Demo");
builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning).AddFilter("Microsoft.Hosting", LogLevel.Warning);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddHttpClient<PublicApi>(http =>
{
    // As service discovery hands it out; else the address that everyone uses.
    var gateway = builder.Configuration["services:gateway:http:0"] ?? builder.Configuration["Public:Address"] ?? "http://localhost:8080";
    http.BaseAddress = new Uri(gateway);
    http.Timeout = TimeSpan.FromSeconds(20);
});
builder.Services.AddTransient<Filling>();

using var host = builder.Build();
// What it tells of itself begins with the host, and is sent to the last line when that is disposed of.
await host.StartAsync();
var stop = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
try
{
    await host.Services.GetRequiredService<Filling>().Run(stop);
    return 0;
}
catch (RefusedException e)
{
    await Console.Error.WriteLineAsync($"Demo: {e.Message}");
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
