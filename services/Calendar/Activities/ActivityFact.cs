using System.Text.Json.Serialization;

namespace Kivenkolo.Calendar.Activities;

/// <summary>What makes it easy to come, beside costing nothing and needing no sign-up.</summary>
public enum ActivityFact
{
    /// <summary>One may come after it has begun, and leave before it ends.</summary>
    [JsonStringEnumMemberName("come-late")] ComeLate,

    /// <summary>A child may come along.</summary>
    [JsonStringEnumMemberName("bring-child")] BringChild,

    /// <summary>An interpreter is there, or comes when asked for.</summary>
    [JsonStringEnumMemberName("interpreter")] Interpreter,

    /// <summary>There are no steps and no thresholds on the way in.</summary>
    [JsonStringEnumMemberName("step-free")] StepFree,

    /// <summary>The room has an induction loop for hearing aids.</summary>
    [JsonStringEnumMemberName("hearing-loop")] HearingLoop,

    /// <summary>There is no music and little noise.</summary>
    [JsonStringEnumMemberName("quiet-hour")] QuietHour,
}
