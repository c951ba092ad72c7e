using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Kivenkolo.Testing.HostileRequests;

/// <summary>Makes hostile requests from the committed OpenAPI documents; the same seed makes the same ones.</summary>
internal sealed class Generator(Operation[] operations, int seed)
{
    private const string Marker = "*here*";

    private static readonly string[] NeverAnId =
        ["not-an-id", "0", "%ED%A0%80", "%FF%FE", "a%0Ab", "..%2F..%2Fetc%2Fpasswd", "%27%20OR%201%3D1--", "%", "%zz", "00000000-0000-0000-0000-00000000000g",
            new('9', 3_000), "%C3%A4", "{}", "%00"];

    private static readonly string[] NeverAWord =
        ["not%20a%20word", "%ED%A0%80", "%FF%FE", "a%0Ab", "%27%20OR%201%3D1--", new('x', 3_000), "%C3%A4%C3%B6", "%F0%9F%98%80", "%00"];

    // What stands in a query may also be there twice, or break off.
    private static readonly string[] NeverInAQuery = ["%00", "a%0Ab", "%ED%A0%80", "%FF%FE"];

    private readonly Random random = new(seed);

    public int Seed { get; } = seed;

    /// <summary>Requests that are wrong anywhere.</summary>
    public IEnumerable<HostileRequest> Make(int count) => Make(count,
        (50, OneField), (8, MissingOrUnknown), (10, Shape), (4, ContentType), (3, Bytes), (12, Address), (10, Query), (6, Header), (1, TooLong));

    /// <summary>Requests that are wrong in their bodies; none where no operation has a body.</summary>
    public IEnumerable<HostileRequest> MakeBodies(int count) => operations.All(operation => operation.Body is null) ? []
        : Make(count, (50, OneField), (10, MissingOrUnknown), (10, Shape), (3, Bytes));

    private IEnumerable<HostileRequest> Make(int count, params (int Weight, Func<HostileRequest?> Make)[] kinds)
    {
        var total = kinds.Sum(kind => kind.Weight);
        for (var made = 0; made < count;)
        {
            var ticket = random.Next(total);
            var kind = kinds.First(k => (ticket -= k.Weight) < 0);
            if (kind.Make() is not { } request) continue;
            made++;
            yield return request;
        }
    }

    /// <summary>For each operation the request that nothing is wrong with, but that what it names may not be there.</summary>
    public IEnumerable<HostileRequest> Welcome() => operations.Where(operation => operation.Body is not null).Select(operation =>
        Request(operation, Target(operation, null, null), Encoding.UTF8.GetBytes(Examples.Of(operation).ToJsonString()), null));

    private HostileRequest? OneField() => WithBody((operation, example) =>
    {
        var fields = BadValues.FieldsOf(operation, example).ToArray();
        if (fields.Length == 0) return null;
        var field = fields[random.Next(fields.Length)];
        var (value, named) = BadValues.For(operation, field, random);
        return (With(example, field.Path, value), named ? field.Path : null);
    });

    private HostileRequest? MissingOrUnknown() => WithBody((operation, example) =>
    {
        if (random.Next(2) == 0)
        {
            var name = new[] { "unheardOf", "__proto__", "$type", "Id", "id ", "spaceId" }[random.Next(6)];
            return example[name] is null ? (With(example, name, "1", anew: true), name) : null;
        }
        var required = BadValues.FieldsOf(operation, example).Where(f => f.IsRequired && !Operation.TakesNull(f.Schema)).ToArray();
        if (required.Length == 0) return null;
        var missing = required[random.Next(required.Length)];
        var body = example.DeepClone().AsObject();
        Owner(body, missing.Path).Remove(missing.Path.Split('.')[^1]);
        return (body.ToJsonString(), missing.Path);
    });

    /// <summary>JSON that is none, or of another kind, or says a thing twice.</summary>
    private HostileRequest? Shape() => WithBody((_, example) =>
    {
        var good = example.ToJsonString();
        var first = example.First();
        return (random.Next(9) switch
        {
            0 => good[..random.Next(1, good.Length)],
            1 => good + good,
            2 => good + "}",
            3 => $"{good[..^1]},{System.Text.Json.JsonSerializer.Serialize(first.Key)}:{first.Value!.ToJsonString()}}}",
            4 => $"[{good}]",
            5 => new[] { "\"text\"", "1", "true", "[]", "[null]", "nul", "{", "<a/>", "'{}'", "/**/{}", "{,}", "undefined" }[random.Next(12)],
            6 => new string('[', random.Next(100, 20_000)),
            7 => string.Concat(Enumerable.Repeat("{\"a\":", random.Next(17, 3_000))),
            _ => good.Replace("\":", "\":/* why */", StringComparison.Ordinal),
        }, (string?)null);
    });

    private HostileRequest? ContentType()
    {
        string?[] types = ["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "image/png", "application/",
            "json", "\u0007", null, "application/json-seq", "text/json; charset=utf-8"];
        var type = types[random.Next(types.Length)];
        // What is left out or near to JSON may be read as JSON all the same, so there is something wrong in it besides.
        return type is null or "text/json; charset=utf-8" or "\u0007"
            ? OneField() is { } wrong ? wrong with { ContentType = type, Field = null } : null
            : WithBody((_, example) => (example.ToJsonString(), null)) is { } request ? request with { ContentType = type } : null;
    }

    /// <summary>Bytes that are no UTF-8 somewhere within.</summary>
    private HostileRequest? Bytes()
    {
        if (WithBody((_, example) => (example.ToJsonString(), null)) is not { } request) return null;
        byte[][] wrong = [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0x00]];
        var at = random.Next(request.Body!.Length);
        return request with { Body = [.. request.Body[..at], .. wrong[random.Next(wrong.Length)], .. request.Body[at..]] };
    }

    private HostileRequest? Address()
    {
        var operation = Any(operations);
        var inPath = operation.Parameters.Where(p => p.IsInPath).ToArray();
        if (inPath.Length == 0) return null;
        var bad = inPath[random.Next(inPath.Length)];
        var value = bad.Schema["format"]?.GetValue<string>() == "uuid" ? Any(NeverAnId)
            : bad.Name is "token" or "clientId" ? "%00" // anything else may be one that is not there, or is there no more
            : bad.Name == "week" ? Any(["2026-W54", "2026-W00", "2026-48", "W48", "0000-W01", "99999-W01", "2026-w48x", "2026-W-1", .. NeverAWord])
            : Any(NeverAWord);
        return Request(operation, Target(operation, bad.Name, value), operation.Body is null ? null
            : Encoding.UTF8.GetBytes(Examples.Of(operation).ToJsonString()), null);
    }

    private HostileRequest? Query()
    {
        var operation = Any(operations);
        var inQuery = operation.Parameters.Where(p => !p.IsInPath).ToArray();
        if (inQuery.Length == 0) return null;
        var bad = inQuery[random.Next(inQuery.Length)];
        var value = (bad.Schema["format"]?.GetValue<string>(), Examples.TypeOf(bad.Schema), bad.Name) switch
        {
            ("uuid", _, _) => Any(NeverAnId),
            ("date", _, _) => Any(["2026-02-30", "2026-13-01", "tomorrow", "20261123", "1", .. NeverInAQuery]),
            // The number of something is not bounded as how many are wanted is.
            (_, "integer", "after") => Any(["0", "-1", "2147483648", "99999999999999999999", "1.5", "ten", "1e2", "0x10", "%D9%A1", .. NeverInAQuery]),
            (_, "integer", _) => Any(["0", "-1", "101", "2147483648", "99999999999999999999", "1.5", "ten", "1e2", "0x10", "%D9%A1", .. NeverInAQuery]),
            (_, _, "state") => Any(["unheard-of", "1", new('x', 3_000), .. NeverInAQuery]),
            (_, _, "language") => Any(NeverAWord),
            _ => Any([new('x', 3_000), "%00"]),
        };
        return Request(operation, $"{Target(operation, null, null)}?{bad.Name}={value}", null, null);
    }

    /// <summary>
    /// Headers that nothing good can be made of, on a request that something is wrong with besides; a key that is too long is wrong by itself.
    /// </summary>
    private HostileRequest? Header()
    {
        if (random.Next(4) == 0)
        {
            var creating = operations.Where(o => o.Verb == HttpMethod.Post && o.Body is not null && o.Answers.Contains("422") && o.Answers.Contains("201"))
                .ToArray();
            var operation = Any(creating);
            return Request(operation, Target(operation, null, null), Encoding.UTF8.GetBytes(Examples.Of(operation).ToJsonString()), null) with
            {
                Headers = [("Idempotency-Key", new string('k', random.Next(201, 4_000)))],
            };
        }
        string[] values = ["\"", "\"\"", "abc", "W/", "*, *", "\"1\", \"2", new('x', 4_000), ";;;,,,", "00-zz-zz-zz", "ä", "\"4294967296\"", "-1"];
        if (random.Next(4) == 0)
        {
            // Names no state of anything; the target of the request is not there, so that no tag could.
            var operation = Any(operations.Where(o => o.Body is not null && o.Answers.Contains("412")).ToArray());
            return Request(operation, Target(operation, null, null), Encoding.UTF8.GetBytes(Examples.Of(operation).ToJsonString()), null) with
            {
                Headers =
                [("If-Match", Any(values))]
            };
        }
        string[] names = ["If-Match", "Idempotency-Key", "If-None-Match", "Accept-Language", "traceparent", "Authorization-Hint", "X-Forwarded-For", "Range",
            "If-Modified-Since", "Prefer"];
        return OneField() is not { } request ? null : request with { Headers = [(Any(names), Any(values))] };
    }

    private HostileRequest? TooLong()
    {
        if (WithBody((_, example) => (example.ToJsonString(), null)) is not { } request) return null;
        return request with { Body = [.. request.Body!, .. Enumerable.Repeat((byte)' ', 1024 * 1024 + random.Next(1, 50_000))] };
    }

    private HostileRequest? WithBody(Func<Operation, JsonObject, (string Body, string? Field)?> mutate)
    {
        var operation = Any(operations);
        if (operation.Body is null || mutate(operation, Examples.Of(operation).AsObject()) is not var (body, field)) return null;
        return Request(operation, Target(operation, null, null), Encoding.UTF8.GetBytes(body), field);
    }

    private HostileRequest Request(Operation operation, string target, byte[]? body, string? field)
    {
        var caller = random.Next(10) switch { < 2 => Caller.Resident, < 4 => Caller.Partner, _ => Caller.Administration };
        return new HostileRequest(operation, caller, target, body, body is null ? null : "application/json", operation.IsFor(caller) ? field : null, []);
    }

    private string Target(Operation operation, string? bad, string? value) =>
        operation.Parameters.Where(p => p.IsInPath).Aggregate(operation.Path, (path, p) => path.Replace(
        $"{{{p.Name}}}",
        p.Name == bad ? value
        : p.Name switch
        {
            "space" => "kivenkolo",
            "week" => string.Create(CultureInfo.InvariantCulture, $"2031-W{random.Next(1, 53):00}"),
            "language" => "fi",
            "keyword" => string.Create(CultureInfo.InvariantCulture, $"yso:p{random.Next(1, 100_000)}"),
            _ => Id().ToString(),
        }, StringComparison.Ordinal));

    private Guid Id()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private T Any<T>(T[] of) => of[random.Next(of.Length)];

    private static string With(JsonObject example, string path, string value, bool anew = false)
    {
        var body = example.DeepClone().AsObject();
        (anew ? body : Owner(body, path))[anew ? path : path.Split('.')[^1]] = Marker;
        return body.ToJsonString().Replace($"\"{Marker}\"", value, StringComparison.Ordinal);
    }

    private static JsonObject Owner(JsonObject body, string path) => path.Split('.')[..^1].Aggregate(body, (node, part) => node[part]!.AsObject());
}
