using System.Reflection;
using MassTransit;
using MassTransit.RabbitMqTransport.Configuration;

namespace Kivenkolo.Messaging.Tests;

public sealed class BrokerReturnTests
{
    /// <summary>The two private fields that BrokerReconnect sets; BrokerAwayTests shows that setting them has its effect.</summary>
    [Theory]
    [InlineData(typeof(RabbitMqBusFactoryConfigurator), "_hostConfiguration", typeof(IRabbitMqHostConfiguration))]
    [InlineData(typeof(RabbitMqHostConfiguration), "<ReceiveTransportRetryPolicy>k__BackingField", typeof(IRetryPolicy))]
    public void MassTransit_keeps_its_reconnect_policy_where_it_is_replaced(Type type, string name, Type kept) =>
        Assert.True(type.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)?.FieldType == kept,
            $"{type.Name} has no field {name} of type {kept.Name} in this version of MassTransit: look where RabbitMqHostConfiguration keeps "
            + "ReceiveTransportRetryPolicy now and adapt BrokerReconnect, or delete it if the back-off can be configured; without it a service waits up to "
                + "30 s for a broker that is back.");
}
