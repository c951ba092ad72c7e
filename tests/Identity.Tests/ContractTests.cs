namespace Kivenkolo.Identity.Tests;

public sealed class ContractTests(SharedHouse shared) : IClassFixture<SharedHouse>
{
    [Fact]
    public Task Who_may_call_what_is_what_is_committed() => EndpointManifest.Compare(shared.House.Services, "Identity");

    [Fact]
    public async Task The_document_of_the_interface_is_what_is_committed()
    {
        using var client = shared.House.Client();
        await OpenApiSnapshot.Compare(client, "Identity");
    }
}
