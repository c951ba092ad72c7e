using Kivenkolo.Platform.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Kivenkolo.Platform.Scheduling;

/// <summary>Registers what a service schedules for itself.</summary>
public static class SchedulingDefaults
{
    /// <summary>The table of the jobs.</summary>
    public static void AddSchedulingTables(this ModelBuilder model) => JobRow.Shape(model);

    /// <summary>The jobs of the service, and what runs them. Its context has the table (<see cref="AddSchedulingTables"/>).</summary>
    /// <param name="builder">The service.</param>
    /// <param name="configure">A line for each job; may be called by several parts of a service.</param>
    public static void AddJobs(this WebApplicationBuilder builder, Action<JobRegistration> configure)
    {
        var services = builder.Services;
        if (services.FirstOrDefault(service => service.ServiceType == typeof(JobRegistration))?.ImplementationInstance is not JobRegistration registration)
        {
            registration = new JobRegistration().AddRecurring<DeleteOldMessagesJob>(TimeSpan.FromMinutes(10));
            services.AddSingleton(registration).AddSingleton<JobSignal>().AddSingleton<JobMetrics>().AddScoped<JobScheduler>().AddHostedService<JobRunner>();
            services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddSource(JobMetrics.Name));
            services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter(JobMetrics.Name));
            services.AddSingleton(new ParkedRows("--jobs", JobRow.Table, "key", "kind", "attempts", "due_at"));
        }
        configure(registration);
    }
}
