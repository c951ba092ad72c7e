using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Sources;

/// <param name="Line">The line of the feed, from 1; 0 for the whole.</param>
/// <param name="Reason">Why something was left out or cut.</param>
/// <param name="What">The field, such as SUMMARY.</param>
public sealed record FindingResponse(int Line, FindingReason Reason, string? What);
