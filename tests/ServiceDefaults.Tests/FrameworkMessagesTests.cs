using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.ServiceDefaults.Tests;

/// <summary>
/// Which field or parameter could not be read, ASP.NET Core and System.Text.Json say only in the English text of their exceptions; Problems/BadRequests.cs
/// reads it there. An upgrade that words it in another way fails here.
/// </summary>
public sealed class FrameworkMessagesTests
{
    public static TheoryData<string, string, string, string, string> Unreadable => new()
    {
        { "a required property is missing", "/bodies", """{"sizes":[]}""", "title", "The field is required." },
        { "a required property within another is missing", "/bodies", """{"title":"x","inner":{}}""", "inner.name", "The field is required." },
        { "a property is not known", "/bodies", """{"title":"x","dogs":1}""", "dogs", "The field is not known." },
        { "a value has the wrong type", "/bodies", """{"title":"x","count":"many"}""", "count", "The value has the wrong type or cannot be read." },
        { "a value in a list has the wrong type", "/bodies", """{"title":"x","sizes":[1,"a"]}""", "sizes[1]",
            "The value has the wrong type or cannot be read." },
        { "the JSON breaks off", "/bodies", """{"title":"x",""", "", "The JSON is not well formed here." },
        { "there is no body", "/bodies", "", "body", "The value cannot be read." },
        { "a parameter of the query cannot be read", "/numbers?page=many", "GET", "page", "The value cannot be read." },
        { "a required parameter of the query is missing", "/required", "GET", "since", "The value cannot be read." },
    };

    [Theory, MemberData(nameof(Unreadable))]
    public async Task What_could_not_be_read_is_named(string what, string address, string body, string field, string says)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults("Sample");
        builder.Services.ConfigureHttpJsonOptions(options => Defaults.Shape(options.SerializerOptions));
        await using var app = builder.Build();
        app.UseServiceDefaults();
        app.MapPost("/bodies", (Body body) => body.Title);
        app.MapGet("/numbers", (int page) => page);
        app.MapGet("/required", (DateOnly since) => since);
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(app.Urls.First()) };
        using var request = new HttpRequestMessage(body == "GET" ? HttpMethod.Get : HttpMethod.Post, address);
        if (body != "GET") request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = JsonElement.Parse(text);
        var error = problem.TryGetProperty("errors", out var errors) ? errors.EnumerateObject().FirstOrDefault() : default;
        Assert.True(error.Value.ValueKind == JsonValueKind.Array && error.Name == field && error.Value[0].GetString() == says,
            $"When {what}, the framework words its exception in another way now: adapt the patterns in ServiceDefaults/Problems/BadRequests.cs. "
            + $"The problem was {text}");
    }

    private sealed record Body
    {
        public required string Title { get; init; }
        public int Count { get; init; }
        public int[] Sizes { get; init; } = [];
        public Inner? Inner { get; init; }
    }

    private sealed record Inner
    {
        public required string Name { get; init; }
    }
}
