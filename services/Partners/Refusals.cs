using System.Collections.Concurrent;
using Kivenkolo.Contracts;
using Kivenkolo.Partners.Texts;
using Kivenkolo.ServiceDefaults.Problems;

namespace Kivenkolo.Partners;

/// <summary>Why a rule of Partners said no; the name is the end of the problem's type, <c>urn:kivenkolo:partners:&lt;noun-state&gt;</c>.</summary>
internal enum Refusal
{
    SpaceDiffers,
    SpaceUnknown,
    OrganisationUnknown,
    OrganisationNotListed,
    OrganisationMissing,
    ProposalUnknown,
    DatePassed,
    DateTooFar,
    ProposalAlreadyDecided,
    LinkUnknown,
    ProposalLimitReached,
    WebhookUnknown,
    WebhookDisabled,
    WebhookIdTaken,
    WebhookLimitReached,
    TargetNotAllowed,
    VersionChanged,
    VersionContested,
}

/// <summary>How each refusal is told.</summary>
internal static class Refusals
{
    private static readonly ConcurrentDictionary<Refusal, LocalizedProblem> Known = new();

    /// <summary>The problem document of the refusal.</summary>
    public static LocalizedProblem Result(this Refusal refusal) => Known.GetOrAdd(refusal, static refusal =>
    {
        var (status, title) = Told(refusal);
        return new(status, ProblemType.Of("partners", refusal), title);
    });

    // In plain Finnish and Arabic too, what residents and partners without an account can meet; the others are read by those who work in the house.
    private static (int Status, LocalizedText Title) Told(Refusal refusal) => refusal switch
    {
        Refusal.SpaceDiffers => (StatusCodes.Status409Conflict, StaffTexts.In(texts => texts.Refusals.SpaceDiffers)),
        Refusal.SpaceUnknown => (StatusCodes.Status404NotFound, StaffTexts.In(texts => texts.Refusals.SpaceUnknown)),
        Refusal.OrganisationUnknown => (StatusCodes.Status404NotFound, StaffTexts.In(texts => texts.Refusals.OrganisationUnknown)),
        Refusal.OrganisationNotListed => (StatusCodes.Status409Conflict, StaffTexts.In(texts => texts.Refusals.OrganisationNotListed)),
        Refusal.OrganisationMissing => (StatusCodes.Status403Forbidden, StaffTexts.In(texts => texts.Refusals.OrganisationMissing)),
        Refusal.ProposalUnknown => (StatusCodes.Status404NotFound, StaffTexts.In(texts => texts.Refusals.ProposalUnknown)),
        Refusal.DatePassed => (StatusCodes.Status422UnprocessableEntity, ResidentTexts.In(texts => texts.Refusals.DatePassed)),
        Refusal.DateTooFar => (StatusCodes.Status422UnprocessableEntity, ResidentTexts.In(texts => texts.Refusals.DateTooFar)),
        Refusal.ProposalAlreadyDecided => (StatusCodes.Status409Conflict, StaffTexts.In(texts => texts.Refusals.ProposalAlreadyDecided)),
        Refusal.LinkUnknown => (StatusCodes.Status404NotFound, ResidentTexts.In(texts => texts.Refusals.LinkUnknown)),
        Refusal.ProposalLimitReached => (StatusCodes.Status409Conflict, ResidentTexts.In(texts => texts.Refusals.ProposalLimitReached)),
        Refusal.WebhookUnknown => (StatusCodes.Status404NotFound, StaffTexts.In(texts => texts.Refusals.WebhookUnknown)),
        Refusal.WebhookDisabled => (StatusCodes.Status409Conflict, StaffTexts.In(texts => texts.Refusals.WebhookDisabled)),
        Refusal.WebhookIdTaken => (StatusCodes.Status409Conflict, StaffTexts.In(texts => texts.Refusals.WebhookIdTaken)),
        Refusal.WebhookLimitReached => (StatusCodes.Status409Conflict, StaffTexts.In(texts => texts.Refusals.WebhookLimitReached)),
        Refusal.TargetNotAllowed => (StatusCodes.Status422UnprocessableEntity, StaffTexts.In(texts => texts.Refusals.TargetNotAllowed)),
        Refusal.VersionChanged => (StatusCodes.Status412PreconditionFailed, StaffTexts.In(texts => texts.Refusals.VersionChanged)),
        Refusal.VersionContested => (StatusCodes.Status409Conflict, StaffTexts.In(texts => texts.Refusals.VersionContested)),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };
}
