using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.Calendar.Tests;

[Collection(nameof(Calendar))]
public sealed class CommittedFilesTests(CalendarService calendar)
{
    [Fact]
    public Task Every_endpoint_states_who_may_call_it_and_how_often_as_committed() => EndpointManifest.Compare(calendar.Service.Services, "Calendar");

    [Fact]
    public Task The_kinds_of_jobs_and_deliveries_are_the_committed_ones() => QueuedKinds.Compare(calendar.Service.Services, "Calendar");

    [Fact]
    public async Task The_OpenAPI_document_is_the_committed_one()
    {
        using var client = calendar.Service.Client();
        await OpenApiSnapshot.Compare(client, "Calendar");
    }

    [Fact]
    public async Task The_model_has_no_change_without_a_migration()
    {
        await using var scope = calendar.Service.Services.CreateAsyncScope();
        Assert.False(scope.ServiceProvider.GetRequiredService<CalendarDb>().Database.HasPendingModelChanges());
    }
}
