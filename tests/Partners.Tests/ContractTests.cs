using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.Partners.Tests;

public sealed class ContractTests(House house) : IClassFixture<House>
{
    [Fact]
    public Task The_kinds_of_jobs_and_deliveries_are_the_committed_ones() => QueuedKinds.Compare(house.Service.Services, "Partners");

    [Fact]
    public Task The_endpoints_with_their_access_rules_and_limits_are_those_committed() =>
        EndpointManifest.Compare(house.Service.Services, "Partners");

    [Fact]
    public Task The_OpenAPI_document_is_the_one_committed() => OpenApiSnapshot.Compare(house.Service.Client(), "Partners");

    [Fact]
    public void The_model_has_no_change_without_a_migration()
    {
        using var scope = house.Service.Services.CreateScope();
        Assert.False(scope.ServiceProvider.GetRequiredService<PartnersDb>().Database.HasPendingModelChanges());
    }

    [Theory]
    [InlineData("fi", "fi")]
    [InlineData("sv-FI, en;q=0.5", "sv")]
    [InlineData("en", "en")]
    [InlineData("ja", "fi")]
    public async Task A_refusal_is_told_in_the_readers_language(string wanted, string given)
    {
        using var answer = await House.Send(
            HttpMethod.Get, house.Service.Client(), $"{House.Space}/organisations/{Guid.Empty}", null, ("Accept-Language", wanted));
        Assert.Equal([given], answer.Content.Headers.ContentLanguage);
    }

    [Fact]
    public void Every_refusal_has_a_status_and_is_told_in_three_languages()
    {
        foreach (var refusal in Enum.GetValues<Refusal>())
            Assert.InRange(refusal.Result().StatusCode!.Value, 400, 499);
    }
}
