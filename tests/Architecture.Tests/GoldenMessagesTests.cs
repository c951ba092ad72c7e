using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kivenkolo.Contracts;
using MassTransit;
using MassTransit.Serialization;

namespace Kivenkolo.Architecture.Tests;

/// <summary>
/// Pins each message's name on the wire and its JSON: what a service of the last release still sends and reads. After an intended change
/// (only new optional properties, else a new version beside the old) write the files anew with <c>KIVENKOLO_UPDATE_GOLDEN=1</c>.
/// </summary>
public sealed class GoldenMessagesTests
{
    private static readonly JsonSerializerOptions Indented = new(SystemTextJsonMessageSerializer.Options) { WriteIndented = true };

    private static readonly Type[] Messages = [.. typeof(LocalizedText).Assembly.GetExportedTypes()
        .Where(type => type.Namespace!.Split('.') is [.., ['V', ..]] && type.GetProperty("OccurredAt") is not null)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)];

    public static TheoryData<string> Names => [.. Messages.Select(message => message.FullName!)];

    [Theory, MemberData(nameof(Names))]
    public void A_message_keeps_its_name_and_its_JSON(string name)
    {
        var message = Messages.Single(type => type.FullName == name);
        var file = Checkout.Path("tests", "Architecture.Tests", "Golden", $"{name["Kivenkolo.Contracts.".Length..]}.json");
        var written = Golden(message);
        if (Environment.GetEnvironmentVariable("KIVENKOLO_UPDATE_GOLDEN") == "1") File.WriteAllText(file, written);
        Assert.True(File.Exists(file), $"{file} is missing: write it with KIVENKOLO_UPDATE_GOLDEN=1.");
        Assert.Equal(File.ReadAllText(file), written);
    }

    [Theory, MemberData(nameof(Names))]
    public void What_was_sent_before_is_still_read(string name)
    {
        var message = Messages.Single(type => type.FullName == name);
        var golden = JsonNode.Parse(Solution.Text($"tests/Architecture.Tests/Golden/{name["Kivenkolo.Contracts.".Length..]}.json"))!["message"]!;
        var read = golden.Deserialize(message, SystemTextJsonMessageSerializer.Options);
        Assert.True(JsonNode.DeepEquals(golden, JsonSerializer.SerializeToNode(read, message, SystemTextJsonMessageSerializer.Options)));
    }

    [Fact]
    public void There_is_no_golden_file_without_its_message() => Assert.Equal(
        Messages.Select(message => $"{message.FullName!["Kivenkolo.Contracts.".Length..]}.json"),
        Directory.GetFiles(Checkout.Path("tests", "Architecture.Tests", "Golden")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_message_says_in_which_space_and_when_it_happened() => Assert.All(Messages, message =>
    {
        Assert.Equal(typeof(Guid), message.GetProperty("SpaceId")?.PropertyType);
        Assert.Equal(typeof(DateTimeOffset), message.GetProperty("OccurredAt")?.PropertyType);
    });

    [Fact]
    public void A_renamed_property_and_a_moved_message_are_seen()
    {
        Assert.Contains("\"startsAt\"", Golden(typeof(Moved.Opened)), StringComparison.Ordinal);
        Assert.NotEqual(Golden(typeof(Moved.Opened)), Golden(typeof(Renamed.Opened)));
        Assert.NotEqual(MessageUrn.ForTypeString<Moved.Opened>(), MessageUrn.ForTypeString<Renamed.Opened>());
    }

    private static string Golden(Type message) => new JsonObject
    {
        ["urn"] = MessageUrn.ForTypeString(message),
        ["message"] = JsonSerializer.SerializeToNode(Sample(message), message, SystemTextJsonMessageSerializer.Options),
    }.ToJsonString(Indented) + "\n";

    // The same value for the same type always, so that the file changes only when the message does.
    private static object Sample(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return "text";
        if (type == typeof(Guid)) return Guid.Parse("01234567-89ab-7def-8123-456789abcdef");
        if (type == typeof(int)) return 42;
        if (type == typeof(long)) return 7L;
        if (type == typeof(bool)) return true;
        if (type == typeof(DateOnly)) return new DateOnly(2026, 11, 23);
        if (type == typeof(TimeOnly)) return new TimeOnly(14, 30);
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(2026, 11, 23, 12, 30, 0, TimeSpan.Zero);
        if (type == typeof(LocalizedText)) return new LocalizedText([new("fi", "Talokokous"), new("fi-simple", "Talon kokous")]);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(0)!;
        if (type.IsArray) return Filled((IList)Array.CreateInstance(type.GetElementType()!, 1), type.GetElementType()!);
        var sample = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
            property.SetValue(sample, Sample(property.PropertyType));
        return sample;

        static IList Filled(IList list, Type element)
        {
            list[0] = Sample(element);
            return list;
        }
    }
}
