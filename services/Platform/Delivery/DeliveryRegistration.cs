using System.Reflection;
using System.Text.Json;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Kernel;
using Kivenkolo.Platform.Scheduling;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Kivenkolo.Platform.Delivery;

/// <summary>What a service delivers to the outside, one line each.</summary>
public sealed class DeliveryRegistration
{
    private static readonly MethodInfo Typed = typeof(DeliveryRegistration).GetMethod(nameof(AddTyped), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private readonly Dictionary<string, DeliveryKind> kinds = new(StringComparer.Ordinal);

    /// <summary>The kinds by their names.</summary>
    public IReadOnlyDictionary<string, DeliveryKind> Kinds => kinds;

    /// <summary>Delivers what an <see cref="IDelivery{TPayload,TMessage,TAnswer}"/> prepares, by the transport of its messages.</summary>
    public DeliveryRegistration Add<TDelivery>() where TDelivery : class
    {
        var types = typeof(TDelivery).GetInterfaces()
            .Single(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDelivery<,,>)).GetGenericArguments();
        Typed.MakeGenericMethod([typeof(TDelivery), .. types]).Invoke(this, null);
        return this;
    }

    private void AddTyped<TDelivery, TPayload, TMessage, TAnswer>()
        where TDelivery : class, IDelivery<TPayload, TMessage, TAnswer> where TPayload : class, IDeliveryPayload where TMessage : class =>
        kinds.Add(TPayload.Kind, new TypedDelivery<TDelivery, TPayload, TMessage, TAnswer>());

    private sealed class TypedDelivery<TDelivery, TPayload, TMessage, TAnswer>() : DeliveryKind(TPayload.Kind, typeof(TPayload))
        where TDelivery : class, IDelivery<TPayload, TMessage, TAnswer> where TPayload : class, IDeliveryPayload where TMessage : class
    {
        public override async Task<object?> Prepare(IServiceProvider services, string payload, DeliveryAttempt attempt, CancellationToken ct)
        {
            var (delivery, read) = await Enter(services, payload, ct);
            return await delivery.Prepare(read, attempt, ct);
        }

        public override async Task<object?> Send(IServiceProvider services, object message, CancellationToken ct)
        {
            // A mail and a request hold what has to be let go of.
            using (message as IDisposable)
                return await services.GetRequiredService<ITransport<TMessage, TAnswer>>().Send((TMessage)message, ct);
        }

        public override async Task<Settlement> Settle(IServiceProvider services, string payload, DeliveryAttempt attempt, object? answer, CancellationToken ct)
        {
            var (delivery, read) = await Enter(services, payload, ct);
            return await delivery.Settle(read, attempt, (TAnswer)answer!, ct);
        }

        private static async Task<(TDelivery Delivery, TPayload Payload)> Enter(IServiceProvider services, string payload, CancellationToken ct)
        {
            var read = JsonSerializer.Deserialize<TPayload>(payload, DeliveryScheduler.Json)!;
            if (read is IOfSpace { SpaceId: var space }) await services.GetRequiredService<ServiceDb>().EnterSpace(space, ct);
            return (ActivatorUtilities.GetServiceOrCreateInstance<TDelivery>(services), read);
        }
    }
}

/// <summary>A kind of delivery: its stable name and its three steps.</summary>
public abstract class DeliveryKind(string name, Type payload)
{
    /// <summary>The name in the table.</summary>
    public string Name { get; } = name;

    /// <summary>The type of its payload.</summary>
    public Type Payload { get; } = payload;

    /// <summary>The message to send; null when there is none any more.</summary>
    public abstract Task<object?> Prepare(IServiceProvider services, string payload, DeliveryAttempt attempt, CancellationToken ct);

    /// <summary>Sends it.</summary>
    public abstract Task<object?> Send(IServiceProvider services, object message, CancellationToken ct);

    /// <summary>Keeps what came of it.</summary>
    public abstract Task<Settlement> Settle(IServiceProvider services, string payload, DeliveryAttempt attempt, object? answer, CancellationToken ct);
}

/// <summary>Registers what a service delivers.</summary>
public static class DeliveryDefaults
{
    /// <summary>The table of the deliveries.</summary>
    public static void AddDeliveryTables(this ModelBuilder model) => DeliveryRow.Shape(model);

    /// <summary>The deliveries of the service, and what carries them out. Its context has the table (<see cref="AddDeliveryTables"/>).</summary>
    /// <param name="builder">The service.</param>
    /// <param name="configure">A line for each delivery.</param>
    public static void AddDeliveries(this WebApplicationBuilder builder, Action<DeliveryRegistration> configure)
    {
        var registration = new DeliveryRegistration();
        configure(registration);
        builder.Services.AddSingleton(registration).AddSingleton<DeliverySignal>().AddSingleton<DeliveryMetrics>()
            .AddScoped<DeliveryScheduler>().AddHostedService<DeliveryRunner>();
        builder.Services.AddSingleton(new ParkedRows("--deliveries", DeliveryRow.Table, "key", "kind", "failures", "next_attempt_at"));
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddSource(DeliveryMetrics.Name));
        builder.Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter(DeliveryMetrics.Name));
        builder.AddJobs(jobs => jobs.AddRecurring<DeleteSettledDeliveriesJob>(TimeSpan.FromHours(1)));
    }
}
