using System.Collections.Concurrent;
using Kivenkolo.Contracts;
using Kivenkolo.Partners.Texts;
using Kivenkolo.ServiceDefaults.Problems;

namespace Kivenkolo.Partners;

/// <summary>Why a rule of Partners said no; the name is the end of the problem's type, <c>urn:kivenkolo:partners:&lt;name&gt;</c>.</summary>
internal enum Refusal
{
    SpaceDiffers,
    SpaceUnknown,
    OrganisationUnknown,
    OrganisationNotListed,
    NoOrganisation,
    ProposalUnknown,
    DateHasPassed,
    DateTooFar,
    AlreadyDecided,
    LinkNotKnown,
    TooManyProposals,
    WebhookUnknown,
    WebhookDisabled,
    WebhookIdTaken,
    TooManyWebhooks,
    TargetNotAllowed,
    Changed,
    Simultaneous,
}

/// <summary>How each refusal is told.</summary>
internal static class Refusals
{
    private static readonly ConcurrentDictionary<Refusal, Refused> Known = new();

    /// <summary>The problem document of the refusal.</summary>
    public static Refused Result(this Refusal refusal) => Known.GetOrAdd(refusal, static refusal =>
    {
        var (status, title) = Told(refusal);
        return new(status, $"urn:kivenkolo:partners:{refusal}", title);
    });

    // In plain Finnish and Arabic too, what residents and partners without an account can meet; the others are read by those who work in the house.
    private static (int Status, LocalizedText Title) Told(Refusal refusal) => refusal switch
    {
        Refusal.SpaceDiffers => (StatusCodes.Status409Conflict, StaffTexts.In(texts => texts.Refusals.SpaceDiffers)),
        Refusal.SpaceUnknown => (StatusCodes.Status404NotFound, StaffTexts.In(texts => texts.Refusals.SpaceUnknown)),
        Refusal.OrganisationUnknown => (StatusCodes.Status404NotFound, StaffTexts.In(texts => texts.Refusals.OrganisationUnknown)),
        Refusal.OrganisationNotListed => (StatusCodes.Status409Conflict, StaffTexts.In(texts => texts.Refusals.OrganisationNotListed)),
        Refusal.NoOrganisation => (StatusCodes.Status403Forbidden, StaffTexts.In(texts => texts.Refusals.NoOrganisation)),
        Refusal.ProposalUnknown => (StatusCodes.Status404NotFound, StaffTexts.In(texts => texts.Refusals.ProposalUnknown)),
        Refusal.DateHasPassed => (StatusCodes.Status422UnprocessableEntity, ResidentTexts.In(texts => texts.Refusals.DateHasPassed)),
        Refusal.DateTooFar => (StatusCodes.Status422UnprocessableEntity, ResidentTexts.In(texts => texts.Refusals.DateTooFar)),
        Refusal.AlreadyDecided => (StatusCodes.Status409Conflict, StaffTexts.In(texts => texts.Refusals.AlreadyDecided)),
        Refusal.LinkNotKnown => (StatusCodes.Status404NotFound, ResidentTexts.In(texts => texts.Refusals.LinkNotKnown)),
        Refusal.TooManyProposals => (StatusCodes.Status409Conflict, ResidentTexts.In(texts => texts.Refusals.TooManyProposals)),
        Refusal.WebhookUnknown => (StatusCodes.Status404NotFound, StaffTexts.In(texts => texts.Refusals.WebhookUnknown)),
        Refusal.WebhookDisabled => (StatusCodes.Status409Conflict, StaffTexts.In(texts => texts.Refusals.WebhookDisabled)),
        Refusal.WebhookIdTaken => (StatusCodes.Status409Conflict, StaffTexts.In(texts => texts.Refusals.WebhookIdTaken)),
        Refusal.TooManyWebhooks => (StatusCodes.Status409Conflict, StaffTexts.In(texts => texts.Refusals.TooManyWebhooks)),
        Refusal.TargetNotAllowed => (StatusCodes.Status422UnprocessableEntity, StaffTexts.In(texts => texts.Refusals.TargetNotAllowed)),
        Refusal.Changed => (StatusCodes.Status412PreconditionFailed, StaffTexts.In(texts => texts.Refusals.Changed)),
        Refusal.Simultaneous => (StatusCodes.Status409Conflict, StaffTexts.In(texts => texts.Refusals.Simultaneous)),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };
}
