using System.Collections.Concurrent;
using System.Reflection;
using Kivenkolo.Contracts;
using MassTransit;

namespace Kivenkolo.Testing;

/// <summary>The other services, as the one under test sees them: tells it events, and hears every event that it tells.</summary>
public sealed class OutsideWorld : IAsyncDisposable
{
    private static readonly Type[] Events =
        [.. typeof(LocalizedText).Assembly.GetExportedTypes()
            .Where(type => type.Namespace!.EndsWith(".V1", StringComparison.Ordinal) && type.IsClass && !type.IsAbstract)];

    private readonly ConcurrentQueue<object> _heard = new();
    private readonly IBusControl _bus;

    private OutsideWorld(string messaging) => _bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
    {
        rabbit.Host(new Uri(messaging));
        rabbit.ReceiveEndpoint(endpoint =>
        {
            var listen = typeof(OutsideWorld).GetMethod(nameof(Listen), BindingFlags.NonPublic | BindingFlags.Instance)!;
            foreach (var type in Events) listen.MakeGenericMethod(type).Invoke(this, [endpoint]);
        });
    });

    /// <summary>Joins the broker and returns when nothing that is told from now on can be missed.</summary>
    public static async Task<OutsideWorld> Join(string messaging, CancellationToken cancellation = default)
    {
        var world = new OutsideWorld(messaging);
        await world._bus.StartAsync(cancellation);
        return world;
    }

    /// <summary>Tells an event as its owner would.</summary>
    public Task Publish<T>(T message, CancellationToken cancellation = default) where T : class => _bus.Publish(message, cancellation);

    /// <summary>Tells an event under an id of its own choice: the same id again is the same message delivered again.</summary>
    public Task Publish<T>(T message, Guid messageId, CancellationToken cancellation = default) where T : class =>
        _bus.Publish(message, context => context.MessageId = messageId, cancellation);

    /// <summary>The events of this type heard so far.</summary>
    public T[] Heard<T>() where T : class => [.. _heard.OfType<T>()];

    /// <summary>The first event of this type that fits, as soon as it has been told.</summary>
    public Task<T> Await<T>(Func<T, bool>? which = null, TimeSpan? deadline = null) where T : class =>
        Eventually.Get(() => Task.FromResult(Heard<T>().FirstOrDefault(which ?? (_ => true))), $"{typeof(T).Name} was told", deadline);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _bus.StopAsync(TimeSpan.FromSeconds(5));

    private void Listen<T>(IReceiveEndpointConfigurator endpoint) where T : class => endpoint.Handler<T>(context =>
    {
        _heard.Enqueue(context.Message);
        return Task.CompletedTask;
    });
}
