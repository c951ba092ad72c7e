using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Messages;

/// <summary>How many mails of a message are in which state.</summary>
public sealed record MailCounts(int Waiting, int Sent, int Failed);
