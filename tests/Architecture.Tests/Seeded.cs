// Two messages that differ as a careless change would make them differ.
namespace Kivenkolo.Architecture.Tests.Moved
{
    public sealed record Opened
    {
        public required DateTimeOffset StartsAt { get; init; }
    }
}

namespace Kivenkolo.Architecture.Tests.Renamed
{
    public sealed record Opened
    {
        public required DateTimeOffset Start { get; init; }
    }
}
