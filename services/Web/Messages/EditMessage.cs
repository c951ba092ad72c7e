using Kivenkolo.Clients.Communications;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Messages;

/// <summary>
/// Coordinator and editor write a message's variants side by side and see which promised language is missing; the coordinator publishes it.
/// The page carries the message's version: of two who write at once, the second is told.
/// </summary>
internal static class EditMessage
{
    public static readonly Role[] Writers = [Role.Coordinator, Role.Editor];

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/messages/{id:guid}", Show).OpenToStaff($"{nameof(EditMessage)}.Show", Enum.GetValues<Role>());
        pages.MapPost("/messages/{id:guid}/variants/{variant:language}", Write).SentByStaff($"{nameof(EditMessage)}.Write", Writers);
        pages.MapPost("/messages/{id:guid}/publication", Publish).SentByStaff($"{nameof(EditMessage)}.Publish", Role.Coordinator);
    }

    internal static Task<IResult> Show(Guid id, Reader reader, CommunicationsClient communications, CancellationToken ct) =>
        Page(id, Posted.None(reader.Words), "", reader, communications, ct);

    internal static async Task<IResult> Write(
        Guid id, string variant, IFormCollection form, Reader reader, CommunicationsClient communications, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var subject = posted.Needed($"subject-{variant}", WriteVariantRequest.SubjectMaxLength);
        var body = posted.Needed($"body-{variant}", WriteVariantRequest.BodyMaxLength);
        return posted.IsFine && posted.Took(await communications.WriteVariant(reader.Slug!, id, variant, new() { Subject = subject, Body = body },
            posted.Value("etag"), ct))
            ? Html.SeeOther(reader.To($"/messages/{id}#variant-{variant}"))
            : await Page(id, posted, variant, reader, communications, ct);
    }

    internal static async Task<IResult> Publish(Guid id, IFormCollection form, Reader reader, CommunicationsClient communications, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var reason = posted.Optional("reasonForMissing", PublishMessageRequest.ReasonForMissingMaxLength);
        return posted.IsFine && posted.Took(await communications.PublishMessage(reader.Slug!, id, new() { ReasonForMissing = reason }, posted.Value("etag"),
            ct))
            ? Html.SeeOther(reader.To($"/messages/{id}"))
            : await Page(id, posted, "publication", reader, communications, ct);
    }

    private static async Task<IResult> Page(Guid id, Posted posted, string sent, Reader reader, CommunicationsClient communications, CancellationToken ct)
    {
        var message = await communications.ReadMessage(reader.Slug!, id, ct);
        return message.Value is { } found
            ? Html.Page<MessagePage>(new { Message = found, message.Etag, Posted = posted, Sent = sent }, posted.Status)
            : Html.Instead(message);
    }
}
