using Kivenkolo.Clients.Communications;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Messages;

/// <summary>Anyone reads the news of the house, newest first, or one of them.</summary>
internal static class ShowNews
{
    private const int OnOnePage = 20;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/news", List).OpenToEveryoneAlike($"{nameof(ShowNews)}.List");
        pages.MapPage("/news/{id:guid}", One).OpenToEveryoneAlike($"{nameof(ShowNews)}.One");
    }

    internal static async Task<IResult> List(string? after, Reader reader, CommunicationsClient communications, CancellationToken ct)
    {
        var news = await communications.ListNews(reader.Slug!, ct: ct).Page(after, OnOnePage);
        return Html.Page<NewsPage>(new { News = news.Value });
    }

    internal static async Task<IResult> One(Guid id, Reader reader, CommunicationsClient communications, CancellationToken ct)
    {
        var item = await communications.ReadNewsItem(reader.Slug!, id, ct: ct);
        return item.Value is { } found ? Html.Page<NewsItemPage>(new { Item = found }) : Html.Instead(item);
    }
}
