namespace Kivenkolo.Messaging.Tests;

/// <summary>The tests that kill servers or hold answers to a time share one pair of servers and run when no other test of the project does.</summary>
[CollectionDefinition(nameof(ServersThatAreKilled), DisableParallelization = true)]
public sealed class ServersThatAreKilled : ICollectionFixture<DurableServers>;
