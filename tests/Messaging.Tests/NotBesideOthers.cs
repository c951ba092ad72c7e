namespace Kivenkolo.Messaging.Tests;

/// <summary>Tests that look at what a whole process has in common, such as who listens to a source of spans.</summary>
[CollectionDefinition(nameof(NotBesideOthers), DisableParallelization = true)]
public sealed class NotBesideOthers;
