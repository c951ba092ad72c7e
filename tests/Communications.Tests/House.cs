using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Calendar.V1;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

[assembly: AssemblyFixture(typeof(PrivateServers))]

namespace Kivenkolo.Communications.Tests;

/// <summary>Communications whole, with one space and a mailbox that receives everyone's mail; what the tests do in it, by intent.</summary>
public sealed partial class House(PrivateServers servers) : IAsyncLifetime
{
    public const string Api = "/api/communications/v1/spaces/kivenkolo";

    // Monday of week 48 of 2026 in Helsinki, two hours behind of which is UTC.
    public static readonly DateTimeOffset Monday = new(2026, 11, 22, 22, 0, 0, TimeSpan.Zero);

    public ServiceUnderTest<Program> Service { get; private set; } = null!;

    public TestMailbox Mailbox { get; } = new();

    public Guid Space { get; private set; }

    /// <summary>The service's time.</summary>
    public DateTimeOffset Now => (Service.Clock ?? TimeProvider.System).GetUtcNow();

    public static async Task<House> Open(PrivateServers servers, DateTimeOffset? now =
        null, Dictionary<string, string>? configuration = null, Action<IServiceCollection>? services = null)
    {
        var house = new House(servers);
        await house.Start(now, configuration, services);
        return house;
    }

    public async ValueTask InitializeAsync() => await Start(null, null, null);

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Mailbox.DisposeAsync();
    }

    public static OccurrenceCancelled Cancellation(Guid space, LocalizedText title, LocalizedText? reason = null, DateTimeOffset? start = null, Guid? id = null)
    {
        var from = start ?? Monday.AddHours(14);
        return new OccurrenceCancelled
        {
            SpaceId = space,
            OccurrenceId = id ?? NewId(),
            ActivityId = NewId(),
            Title = title,
            Start = from,
            End = from.AddMinutes(90),
            Reason = reason ?? LocalizedText.Empty,
            Version = 2,
            OccurredAt = TimeProvider.System.GetUtcNow(),
        };
    }

    /// <summary>A move by two hours, to 16 on Monday unless told otherwise.</summary>
    public static OccurrenceChanged Change(Guid space, LocalizedText title, DateTimeOffset? start = null, Guid? id = null)
    {
        var from = start ?? Monday.AddHours(16);
        return new OccurrenceChanged
        {
            SpaceId = space,
            OccurrenceId = id ?? NewId(),
            ActivityId = NewId(),
            Title = title,
            Start = from,
            End = from.AddMinutes(90),
            PlannedStart = from.AddHours(-2),
            PreviousStart = from.AddHours(-2),
            Place = new LocalizedText("fi", "Tupa"),
            PreviousPlace = new LocalizedText("fi", "Tupa"),
            Postponed = false,
            Note = LocalizedText.Empty,
            Version = 2,
            OccurredAt = TimeProvider.System.GetUtcNow(),
        };
    }

    public static WeekPublished Week(Guid space, string week, long version, params WeekOccurrence[] occurrences) => new()
    {
        SpaceId = space, Week = week, Occurrences = occurrences, Version = version, OccurredAt = TimeProvider.System.GetUtcNow(),
    };

    public static WeekOccurrence Occurrence(LocalizedText title, LocalizedText? place = null, DateTimeOffset? start = null)
    {
        var from = start ?? Monday.AddHours(14);
        return new() { OccurrenceId = NewId(), Title = title, Start = from, End = from.AddMinutes(90), Place = place ?? LocalizedText.Empty };
    }

    /// <summary>A title in all the languages that the house drafts in.</summary>
    public static LocalizedText InFour(string name) =>
        new([new("fi", $"{name} fi"), new("fi-simple", $"{name} selko"), new("sv", $"{name} sv"), new("en", $"{name} en")]);

    public static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    /// <summary>Tells that a week was published and returns the draft's address when there is one of this version.</summary>
    public async Task<string> Drafted(WeekPublished week)
    {
        await Service.Publish(week);
        var id = await Eventually.Get<object>(
            async () => await Service.Scalar("select id from messages where week = $1 and space_id = $2", week.Week, week.SpaceId), "the letter is drafted");
        return $"{Api}/messages/{id}";
    }

    /// <summary>Tells an event, as often as wanted under one and the same id, and returns when it has been consumed.</summary>
    public async Task Heard<T>(T message, int times = 1) where T : class
    {
        var id = NewId();
        for (var i = 0; i < times; i++) await Service.Outside.Publish(message, id);
        await Eventually.Become(async () => await Service.Scalar("select 1 from inbox where message_id = $1", id) is not null, $"{typeof(T).Name} is heard");
    }

    /// <summary>Changes something within the space, as the service itself would.</summary>
    public async Task Change(Action<IServiceProvider> change)
    {
        await using var scope = Service.Services.CreateAsyncScope();
        change(scope.ServiceProvider);
        await scope.ServiceProvider.GetRequiredService<CommunicationsDb>().SaveChangesAsync();
    }

    /// <summary>Subscribes and confirms by the link in the mail; the address of each subscriber must be its own.</summary>
    public async Task Subscribed(string email, string language, params string[] topics)
    {
        using var resident = Service.Client();
        using var asked = await resident.PostAsJsonAsync($"{Api}/subscriptions", new { email, language, topics });
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var mail = await Mailbox.Next(email, m => m.TextBody!.Contains("/subscriptions/confirm?token=", StringComparison.Ordinal));
        using var confirmed = await resident.PostAsJsonAsync($"{Api}/subscriptions/confirmation", new { token = TokenIn(mail) });
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        Mailbox.Forget();
    }

    public static string TokenIn(MimeMessage mail) => Token().Match(mail.TextBody ?? "").Groups["token"].Value;

    public static async Task<JsonElement> Read(HttpResponseMessage response) => JsonElement.Parse(await response.Content.ReadAsStringAsync());

    public static async Task<string> Problem(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return (await Read(response)).GetProperty("type").GetString()!;
    }

    private async Task Start(DateTimeOffset? now, Dictionary<string, string>? configuration, Action<IServiceCollection>? services)
    {
        Mailbox.Start();
        Service = await ServiceUnderTest<Program>.Start(servers, new TestSettings
        {
            Now = now,
            Services = services,
            Configuration = new Dictionary<string, string>
            {
                ["Smtp:Host"] = "127.0.0.1",
                ["Smtp:Port"] = Mailbox.Port.ToString(CultureInfo.InvariantCulture),
                ["Smtp:From"] = "news@kivenkolo.example",
                ["Smtp:UseTls"] = "false",
            }.Concat(configuration ?? []).GroupBy(setting => setting.Key).ToDictionary(same => same.Key, same => same.Last().Value),
        });
        Space = await Service.OpenSpace();
    }

    [GeneratedRegex(@"\?token=(?<token>[\w-]+)")]
    private static partial Regex Token();
}
