using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar.Headcounts;

/// <summary>What a space counts: clients, students, encounters. Counted are visits, groups or meetings, never persons by name.</summary>
public sealed class Category : IOfSpace
{
    /// <summary>The most that can be counted at once: as many as a thumb finds on a phone.</summary>
    public const int MostInUse = 20;

    /// <summary>The most a space has, those out of use included.</summary>
    public const int Most = 100;

    /// <summary>What a code is made of.</summary>
    public const string CodeCharacters = "[a-z][a-z0-9-]{0,39}";

    /// <summary>What a code looks like.</summary>
    public const string CodePattern = $"^{CodeCharacters}$";

    public required Guid SpaceId { get; init; }

    /// <summary>The name in figures and addresses; never changes, so that figures of different years stay comparable.</summary>
    public required string Code { get; init; }

    public required LocalizedText Name { get; set; }

    /// <summary>Where it stands in the tally, from 0.</summary>
    public required int Position { get; set; }

    /// <summary>Whether it is counted now. What went out of use keeps its name, for the figures it is in.</summary>
    public required bool InUse { get; set; }
}
