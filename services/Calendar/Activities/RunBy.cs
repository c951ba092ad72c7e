namespace Kivenkolo.Calendar.Activities;

/// <summary>In which part someone runs an activity. The public sees the part, never who.</summary>
public enum RunBy
{
    /// <summary>People who work in the space.</summary>
    Staff,

    /// <summary>A resident.</summary>
    Resident,

    /// <summary>A student or trainee, for their studies.</summary>
    Student,

    /// <summary>A partner's people.</summary>
    Partner,
}
