using Kivenkolo.Clients.Communications;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Messages;

/// <summary>Those who work in the house see the messages, drafts first.</summary>
internal static class ShowMessages
{
    public static void Map(RouteGroupBuilder pages) => pages.MapPage("/messages", Handle).OpenToStaff(nameof(ShowMessages), Enum.GetValues<Role>());

    internal static async Task<IResult> Handle(Reader reader, CommunicationsClient communications, CancellationToken ct)
    {
        var messages = await communications.ListMessages(reader.Slug!, ct: ct).UpTo(Lists.Maximum);
        return messages.IsForbidden ? Html.Instead(messages) : Html.Page<MessagesPage>(new { Messages = messages.Value });
    }
}
