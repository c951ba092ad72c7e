using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Sources;

/// <param name="Id">The source.</param>
/// <param name="OrganisationId">Whose calendar it is.</param>
/// <param name="OrganisationName">Its name.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Kind">Its form.</param>
/// <param name="Language">The language of its texts.</param>
/// <param name="Contact">Who is asked whether it is still right.</param>
/// <param name="Stale">Whether it could not be read for three days, so that what is shown may no longer be so.</param>
/// <param name="AttemptedAt">When it was asked last, UTC.</param>
/// <param name="SucceededAt">When it was last read, or had not changed, UTC.</param>
/// <param name="Failures">How many attempts have failed since then.</param>
/// <param name="LastStatus">The status that it answered last.</param>
/// <param name="LastError">Why the last attempt failed: timeout, connection, tls, name-not-found, bad-answer, address-not-allowed, redirects, status,
/// not-a-calendar or not-taken.</param>
/// <param name="FindingCount">How much was left out or cut at the last reading.</param>
/// <param name="Findings">The first of it.</param>
/// <param name="AskedAt">When "still right?" was asked last, UTC.</param>
/// <param name="ConfirmedAt">When that was last answered with yes, UTC.</param>
/// <param name="Unconfirmed">Whether it was asked for two months and nobody answered.</param>
public sealed record SourceResponse(
    Guid Id, Guid OrganisationId, LocalizedText OrganisationName, string Address, SourceKind Kind, string Language, string? Contact, bool Stale,
    DateTimeOffset? AttemptedAt, DateTimeOffset? SucceededAt, int Failures, int? LastStatus, string? LastError, int FindingCount, FindingResponse[] Findings,
    DateTimeOffset? AskedAt, DateTimeOffset? ConfirmedAt, bool Unconfirmed)
{
    internal static SourceResponse Of(Source s, LocalizedText organisation) => new(
        s.Id, s.OrganisationId, organisation, s.Address, s.Kind, s.Language, s.Contact, s.IsStale, s.AttemptedAt, s.SucceededAt, s.Failures, s.LastStatus,
        s.LastError, s.FindingCount, [.. s.Findings.Select(finding => new FindingResponse(finding.Line, finding.Reason, finding.What))], s.AskedAt,
        s.ConfirmedAt,
        s.IsUnconfirmed);
}
