using System.Runtime.CompilerServices;
using MassTransit;
using MassTransit.RabbitMqTransport.Configuration;
using RabbitMQ.Client.Exceptions;

namespace Kivenkolo.Platform.Messaging;

/// <summary>
/// How soon a lost broker is tried again. MassTransit waits ever longer, up to 30 s, and offers no setting; residents would wait as long for
/// what was told meanwhile. The package is pinned to one version, so its own policy is put aside here, in one place; BrokerReturnTests
/// say what to do when a field has moved, and BrokerAwayTests keep the broker away for a minute.
/// </summary>
internal static class BrokerReconnect
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(3);

    public static void ReconnectSoon(this IRabbitMqBusFactoryConfigurator rabbit) =>
        Policy((RabbitMqHostConfiguration)Host((RabbitMqBusFactoryConfigurator)rabbit)) = Retry.CreatePolicy(again =>
        {
            again.Handle<ConnectionException>();
            again.Handle<AlreadyClosedException>();
            again.Handle<OperationInterruptedException>();
            again.Ignore<AuthenticationFailureException>();
            again.Exponential(100_000, Soonest, Latest, Soonest);
        });

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_hostConfiguration")]
    private static extern ref IRabbitMqHostConfiguration Host(RabbitMqBusFactoryConfigurator rabbit);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<ReceiveTransportRetryPolicy>k__BackingField")]
    private static extern ref IRetryPolicy Policy(RabbitMqHostConfiguration host);
}
