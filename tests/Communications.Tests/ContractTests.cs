using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.Communications.Tests;

public sealed class ContractTests(House house) : IClassFixture<House>
{
    [Fact]
    public Task The_kinds_of_jobs_and_deliveries_are_the_committed_ones() => QueuedKinds.Compare(house.Service.Services, "Communications");

    [Fact]
    public Task The_OpenAPI_document_is_the_committed_one() => OpenApiSnapshot.Compare(house.Service.Client(), "Communications");

    [Fact]
    public Task The_endpoints_and_who_may_call_them_are_the_committed_ones() => EndpointManifest.Compare(house.Service.Services, "Communications");

    [Fact]
    public async Task Every_change_of_the_model_has_a_migration()
    {
        await using var scope = house.Service.Services.CreateAsyncScope();

        Assert.False(scope.ServiceProvider.GetRequiredService<CommunicationsDb>().Database.HasPendingModelChanges());
    }
}
