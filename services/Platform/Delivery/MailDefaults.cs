using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MimeKit;

namespace Kivenkolo.Platform.Delivery;

/// <summary>Registers what a service needs that sends mail.</summary>
public static class MailDefaults
{
    /// <summary>The mail server of section <c>Smtp</c>, which is checked at the start, its transport, and the sheet that mails are written on.</summary>
    public static void AddMail(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SmtpSettings>().BindConfiguration("Smtp").ValidateDataAnnotations()
            .Validate(smtp => smtp.UseTls || builder.Environment.IsDevelopment(), "Smtp:UseTls may be false in Development only.")
            .ValidateOnStart();
        builder.Services.AddSingleton<Letterhead>().AddSingleton<ITransport<MimeMessage, SendOutcome>, MailTransport>();
    }
}
