using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.ServiceDefaults.Problems;

/// <summary>What is wrong with a field, said in the reader's language as a <see cref="LocalizedProblem"/> is.</summary>
public static class FieldMessages
{
    /// <summary>The message in the language that the reader asks for, which the answer's <c>Content-Language</c> then names.</summary>
    public static ValidationResult Says(this ValidationContext context, LocalizedText message, params string[] fields)
    {
        var http = context.GetService<IHttpContextAccessor>()?.HttpContext;
        var found = message.Find(http is null ? ["en"] : LanguageTag.Fallback(AcceptLanguage.Of(http.Request)))
            ?? throw new ArgumentException("A message says something.", nameof(message));
        if (http is not null) http.Response.Headers.ContentLanguage = found.Language;
        return new(found.Text, fields);
    }
}
