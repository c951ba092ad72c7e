using Kivenkolo.ServiceDefaults;

namespace Kivenkolo.Communications;

/// <summary>Addresses as people and programs outside see them, below <c>Public:Address</c>.</summary>
public sealed class Links(IConfiguration configuration)
{
    private readonly string root = PublicAddress.Of(configuration);

    /// <summary>The page of the news.</summary>
    public string News(string language, string space) => $"{root}/{language}/{space}/news";

    /// <summary>The page of one message.</summary>
    public string News(string language, string space, Guid messageId) => $"{News(language, space)}/{messageId}";

    /// <summary>The news as an Atom feed.</summary>
    public string Feed(string language, string space) => $"{root}/feeds/{space}/news.{language}.atom";

    /// <summary>The page on which a subscription is confirmed.</summary>
    public string Confirm(string language, string space, string token) => $"{root}/{language}/{space}/subscriptions/confirm?token={token}";

    /// <summary>The page on which a subscription is ended.</summary>
    public string End(string language, string space, string token) => $"{root}/{language}/{space}/subscriptions/end?token={token}";

    /// <summary>Where a mail program posts to end the subscription (RFC 8058).</summary>
    public string OneClick(string space, string token) => $"{root}/api/communications/v1/spaces/{space}/subscriptions/ending/{token}";
}
