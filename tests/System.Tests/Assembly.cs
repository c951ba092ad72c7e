[assembly: AssemblyFixture(typeof(RunningSystem))]

namespace Kivenkolo.SystemTests;

/// <summary>Tests that compare the system's whole state before and after run when no other test does.</summary>
[CollectionDefinition(nameof(AloneOnTheSystem), DisableParallelization = true)]
public sealed class AloneOnTheSystem;
