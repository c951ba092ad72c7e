using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace Kivenkolo.Calendar.Activities;

/// <param name="Subject">The account; null when any coordinator supervises.</param>
/// <param name="Name">What they are called.</param>
public sealed record SupervisorResponse(string? Subject, string? Name);
