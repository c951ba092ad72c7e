using System.Text.Json;

namespace Kivenkolo.ServiceDefaults.Problems;

/// <summary>
/// The stable names of problems (RFC 9457 section 3.1.1): <c>urn:kivenkolo:&lt;service&gt;:&lt;noun-state&gt;</c>, such as
/// <c>urn:kivenkolo:participation:meeting-closed</c>; what every service may answer has <c>api</c> in the service's place.
/// </summary>
public static class ProblemType
{
    /// <summary>The request itself is wrong; <c>errors</c> names the fields.</summary>
    public const string RequestInvalid = "urn:kivenkolo:api:request-invalid";

    /// <summary>The name of a service's refusal, whose own name is a noun and its state: <c>MeetingClosed</c>.</summary>
    public static string Of<TRefusal>(string service, TRefusal refusal) where TRefusal : struct, Enum =>
        $"urn:kivenkolo:{service}:{JsonNamingPolicy.KebabCaseLower.ConvertName(refusal.ToString())}";
}
