using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Kivenkolo.Identity.Tokens;

/// <summary>
/// The metadata names the public address for what a browser visits, whoever asks; and the address that was asked for what a service calls.
/// So a service inside the cluster reads <c>http://identity/.well-known/openid-configuration</c>, fetches keys and tokens there, and
/// still sends people to the public address.
/// </summary>
internal sealed class PublishPublicAddresses(IssuerAddress issuer) : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
            .UseSingletonHandler<PublishPublicAddresses>()
            .SetOrder(OpenIddictServerHandlers.Discovery.AttachEndpoints.Descriptor.Order + 1)
            .Build();

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        context.AuthorizationEndpoint = issuer.At("connect/authorize");
        context.EndSessionEndpoint = issuer.At("connect/endsession");
        return default;
    }
}
