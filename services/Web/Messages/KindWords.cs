using Kivenkolo.Clients.Communications;
using Kivenkolo.Web.Texts;

namespace Kivenkolo.Web.Messages;

/// <summary>What a kind of message is called.</summary>
internal static class KindWords
{
    public static string KindOf(this StaffWords words, MessageKind kind) => kind switch
    {
        MessageKind.Weekly => words.KindWeekly,
        MessageKind.Urgent => words.KindUrgent,
        _ => "",
    };
}
