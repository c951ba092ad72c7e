namespace Kivenkolo.Calendar.Headcounts;

/// <summary>
/// Which of a space's entries the lines of a history file are about: the only one that says a line's period and scope; else the one that was
/// brought in for the line, though it was corrected to another period since.
/// </summary>
internal sealed class HistoryEntries
{
    private readonly Dictionary<Guid, Headcount> byId;
    private readonly Dictionary<HistoryLine, Headcount> entries = [];
    private readonly List<HistoryLine> several = [];
    private readonly Guid spaceId;

    /// <param name="lines">The lines.</param>
    /// <param name="held">The space's entries of whole days, and what was brought in for the lines, whatever it says now.</param>
    /// <param name="spaceId">The space.</param>
    public HistoryEntries(IReadOnlyCollection<HistoryLine> lines, IReadOnlyCollection<Headcount> held, Guid spaceId)
    {
        this.spaceId = spaceId;
        byId = held.ToDictionary(entry => entry.Id);
        var said = held.Where(entry => entry.OccurrenceId is null && entry.Start is null).ToLookup(entry => HistoryFile.KeyOf(entry.Read()));
        var unsaid = new List<HistoryLine>();
        foreach (var line in lines)
        {
            Headcount[] same = [.. said[HistoryFile.KeyOf(line.Tally)]];
            if (same.Length == 0) unsaid.Add(line);
            else if (same is [var only] || (only = same.FirstOrDefault(entry => entry.Id == OwnId(line))) is not null) entries.Add(line, only);
            else several.Add(line);
        }

        // Only now: an entry is no longer of the line that it was brought in for when it says what another line does.
        var taken = entries.Values.ToHashSet();
        foreach (var line in unsaid)
            if (byId.TryGetValue(OwnId(line), out var corrected) && !taken.Contains(corrected)) entries.Add(line, corrected);
    }

    /// <summary>Lines whose period and scope several entries say, none of them brought in for it.</summary>
    public IReadOnlyList<HistoryLine> Several => several;

    /// <summary>The entry that a line is about; null when there is none yet.</summary>
    public Headcount? Of(HistoryLine line) => entries.GetValueOrDefault(line);

    /// <summary>The id of a line's entry when it has none yet.</summary>
    public Guid NewId(HistoryLine line, DateTimeOffset now) => byId.ContainsKey(OwnId(line)) ? Guid.CreateVersion7(now) : OwnId(line);

    private Guid OwnId(HistoryLine line) => DerivedId.OfHistory(spaceId, HistoryFile.KeyOf(line.Tally));
}
