using Xunit.v3;

namespace Kivenkolo.Testing;

/// <summary>
/// A test that takes long: no part of the gate, which <c>./test</c> runs, where a small form of it stands; run by <c>./test --all</c> and <c>./test
/// --endurance</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class EnduranceAttribute : Attribute, ITraitAttribute
{
    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [KeyValuePair.Create("Category", "Endurance")];
}
