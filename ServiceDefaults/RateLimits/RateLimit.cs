namespace Kivenkolo.ServiceDefaults.RateLimits;

/// <summary>How often one caller may call; the figures a minute come from <c>RateLimits:&lt;name&gt;</c>.</summary>
public enum RateLimit
{
    /// <summary>Reading; by address; 600 a minute unless configured.</summary>
    Read,

    /// <summary>A resident's idea, answer or subscription; by address; 30 a minute.</summary>
    ResidentWrite,

    /// <summary>Staff's work; by account; 300 a minute.</summary>
    StaffWrite,

    /// <summary>A partner's system; by client; 120 a minute.</summary>
    Partner,

    /// <summary>Everything through the gateway; by address; 1200 a minute, since a whole house may share one address.</summary>
    Gateway,
}
