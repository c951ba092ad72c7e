using System.Reflection;
using System.Text.Json;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.Platform.Scheduling;

/// <summary>The jobs that a service does, one line each.</summary>
public sealed class JobRegistration
{
    private static readonly MethodInfo OneOff = typeof(JobRegistration).GetMethod(nameof(AddOneOff), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private readonly Dictionary<string, JobKind> kinds = new(StringComparer.Ordinal);

    /// <summary>The kinds by their names.</summary>
    public IReadOnlyDictionary<string, JobKind> Kinds => kinds;

    /// <summary>Runs jobs of a payload, an <see cref="IJob{TPayload}"/>.</summary>
    public JobRegistration Add<TJob>() where TJob : class
    {
        var payload = typeof(TJob).GetInterfaces()
            .Single(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IJob<>)).GetGenericArguments()[0];
        OneOff.MakeGenericMethod(typeof(TJob), payload).Invoke(this, null);
        return this;
    }

    /// <summary>Runs the job when the service first starts, and again so long after each run.</summary>
    public JobRegistration AddRecurring<TJob>(TimeSpan every) where TJob : class, IRecurringJob
    {
        kinds.Add(TJob.Kind, new(TJob.Kind, typeof(TJob), null, every, (services, _, ct) =>
            ActivatorUtilities.GetServiceOrCreateInstance<TJob>(services).Run(ct)));
        return this;
    }

    private void AddOneOff<TJob, TPayload>() where TJob : class, IJob<TPayload> where TPayload : class, IJobPayload =>
        kinds.Add(TPayload.Kind, new(TPayload.Kind, typeof(TJob), typeof(TPayload), null, async (services, json, ct) =>
        {
            var payload = JsonSerializer.Deserialize<TPayload>(json, JobScheduler.Json)!;
            if (payload is IOfSpace { SpaceId: var space }) await services.GetRequiredService<ServiceDb>().EnterSpace(space, ct);
            await ActivatorUtilities.GetServiceOrCreateInstance<TJob>(services).Run(payload, ct);
        }));
}

/// <summary>A kind of job: its stable name, its handler, and how to run one.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Job">The type that does it.</param>
/// <param name="Payload">The type of its payload; null for a recurring one.</param>
/// <param name="Every">How long after each run the next is due; null for one that is scheduled.</param>
/// <param name="Run">Runs one within a scope, from its payload as JSON.</param>
public sealed record JobKind(string Name, Type Job, Type? Payload, TimeSpan? Every, Func<IServiceProvider, string, CancellationToken, Task> Run);
