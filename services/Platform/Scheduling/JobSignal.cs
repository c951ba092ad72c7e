using Kivenkolo.Platform.Data;

namespace Kivenkolo.Platform.Scheduling;

/// <summary>Wakes the job runner of this process.</summary>
public sealed class JobSignal : WorkSignal;
