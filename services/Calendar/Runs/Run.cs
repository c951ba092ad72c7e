using Kivenkolo.Calendar.Problems;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar.Runs;

/// <summary>
/// That someone ran an occurrence and for how long, for their own record. Once a supervisor has signed it off it changes only by a correction,
/// which keeps what was there before and takes the signature away.
/// </summary>
public sealed class Run : IOfSpace
{
    /// <summary>How long it is kept, from the end of the occurrence: until studies of the next academic year have been credited.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(2 * 365);

    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public required Guid OccurrenceId { get; init; }

    /// <summary>The account that ran it: the token's subject.</summary>
    public required string Subject { get; init; }

    /// <summary>What the account is called, for the supervisor, who must know whose hours they are.</summary>
    public required string Name { get; init; }

    /// <summary>How long, preparation included, in minutes; whole quarters of an hour.</summary>
    public int Minutes { get; private set; }

    /// <summary>What the person wants to say about it; read by themselves and the supervisor.</summary>
    public string? Note { get; private set; }

    /// <summary>Counter of the changes, from 1.</summary>
    public int Version { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>The account of the supervisor who signed what it says now; null while nobody has.</summary>
    public string? SignedOffBy { get; private set; }

    public DateTimeOffset? SignedOffAt { get; private set; }

    /// <summary>When the supervisor gave it back to be corrected; null once it was sent again, or signed after all.</summary>
    public DateTimeOffset? ReturnedAt { get; private set; }

    /// <summary>What is to be corrected.</summary>
    public string? ReturnReason { get; private set; }

    /// <summary>The row's state, for entity tags.</summary>
    public uint Xmin { get; init; }

    /// <summary>Whether it says this already, and nobody waits for it to be sent again.</summary>
    public bool Says(int minutes, string? note) => Version > 0 && ReturnedAt is null && Minutes == minutes && Note == note;

    /// <summary>Takes what the person enters. What was signed off needs a reason, and leaves the correction that says what it was.</summary>
    public (Refusal? Refusal, RunCorrection? Trace) Take(int minutes, string? note, string? reason, DateTimeOffset now)
    {
        RunCorrection? trace = null;
        if (SignedOffBy is { } supervisor)
        {
            if (reason is null) return (Refusal.RunSignedOff, null);
            trace = new()
            {
                RunId = Id, SpaceId = SpaceId, Version = Version, Minutes = Minutes, Note = Note,
                SignedOffBy = supervisor, SignedOffAt = SignedOffAt!.Value, Reason = reason, CorrectedAt = now,
            };
        }
        (Minutes, Note, RecordedAt, SignedOffBy, SignedOffAt, ReturnedAt, ReturnReason) = (minutes, note, now, null, null, null, null);
        Version++;
        return (null, trace);
    }

    /// <summary>Signs off what it says now; why not, when it may not be.</summary>
    public Refusal? SignOff(string supervisor, DateTimeOffset now)
    {
        if (supervisor == Subject) return Refusal.RunIsOwn;
        (SignedOffBy, SignedOffAt, ReturnedAt, ReturnReason) = (supervisor, now, null, null);
        return null;
    }

    /// <summary>Gives it back to be corrected; why not, when it may not be.</summary>
    public Refusal? Return(string supervisor, string reason, DateTimeOffset now)
    {
        if (supervisor == Subject) return Refusal.RunIsOwn;
        if (SignedOffBy is not null) return Refusal.VersionChanged;
        (ReturnedAt, ReturnReason) = (now, reason);
        return null;
    }
}

/// <summary>What a run said while it was signed off, kept when it was corrected.</summary>
public sealed class RunCorrection : IOfSpace
{
    public required Guid RunId { get; init; }

    public required Guid SpaceId { get; init; }

    /// <summary>The version of the run that said this.</summary>
    public required int Version { get; init; }

    public required int Minutes { get; init; }

    public string? Note { get; init; }

    public required string SignedOffBy { get; init; }

    public required DateTimeOffset SignedOffAt { get; init; }

    /// <summary>Why it was corrected.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset CorrectedAt { get; init; }
}
