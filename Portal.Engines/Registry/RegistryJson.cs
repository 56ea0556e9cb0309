using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;

namespace Portal.Engines.Registry;

/// <summary>The registry's JSON, both ways.</summary>
internal static class RegistryJson
{
    private const int MostWords = 20;

    // By these too Confluent's tells one schema from another.
    private static readonly string[] BesideText = ["metadata", "ruleSet"];

    public static object Body(RegistryText text)
    {
        var body = JsonSerializer
            .SerializeToNode(
                new
                {
                    schema = text.Text,
                    schemaType = text.Type.Word(),
                    references = text.References.Select(r => new
                    {
                        name = r.Name,
                        subject = r.Subject,
                        version = r.Version,
                    }),
                }
            )!
            .AsObject();
        foreach (var (name, value) in JsonNode.Parse(text.MetadataAndRules ?? "{}")!.AsObject())
        {
            body[name] = value?.DeepClone();
        }

        return body;
    }

    /// <summary>A version; one that says no type is Avro.</summary>
    public static RegisteredSchema Version(JsonElement body) =>
        new(new(Whole(RegistryShape.Object(body), "version"), Whole(body, "id")), Text(body));

    /// <summary>Null: it tells none.</summary>
    public static int? Id(JsonElement body) => Number(body, "id");

    /// <summary>The newest of a subject's versions, of those that an id stands for; null: it has none of them.</summary>
    public static int? NewestOf(string subject, JsonElement body) =>
        RegistryShape
            .Items(body)
            .Where(one => EngineText.Name(RegistryCalls.Text(one, "subject") ?? "") == subject)
            .Max(one => Number(one, "version"));

    /// <summary>A text; one that says no type is Avro.</summary>
    public static RegistryText Text(JsonElement body) =>
        new(
            RegistryWords.Read<SchemaType>(RegistryCalls.Text(RegistryShape.Object(body), "schemaType") ?? "AVRO")
                ?? throw Strange($"a schema of type {RegistryCalls.Text(body, "schemaType")}"),
            RegistryCalls.Text(body, "schema") ?? throw Strange("a version without a text"),
            References(body)
        )
        {
            MetadataAndRules = MetadataAndRules(body),
        };

    /// <summary>Some say compatibilityLevel, some compatibility.</summary>
    public static CompatibilityLevel? Level(JsonElement body) =>
        RegistryWords.Read<CompatibilityLevel>(
            RegistryCalls.Text(RegistryShape.Object(body), "compatibilityLevel")
                ?? RegistryCalls.Text(body, "compatibility")
        );

    /// <summary>What an error is, by the registry's own number.</summary>
    public static int? Code(JsonElement body) => Number(body, "error_code");

    public static RegistryJudgement Judgement(JsonElement body)
    {
        var verdict = Member(RegistryShape.Object(body), "is_compatible");
        var isCompatible = verdict.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? verdict.GetBoolean()
            : throw Strange("no verdict");
        if (isCompatible)
        {
            return new(true, []);
        }

        var messages =
            body.TryGetProperty("messages", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray()
                    .Select(RegistryShape.Text)
                    .OfType<string>()
                    .Take(MostWords)
                    .Select(EngineText.Words)
                : [];
        return new(
            false,
            [.. messages.DefaultIfEmpty(EngineText.Words(RegistryCalls.Text(body, "reason") ?? "it gives no reason"))]
        );
    }

    private static ImmutableArray<SchemaReference> References(JsonElement body) =>
        body.TryGetProperty("references", out var list) && list.ValueKind == JsonValueKind.Array
            ?
            [
                .. list.EnumerateArray()
                    .Select(r => new SchemaReference(
                        RegistryCalls.Text(r, "name") ?? "",
                        EngineText.Name(RegistryCalls.Text(r, "subject") ?? ""),
                        Whole(r, "version")
                    )),
            ]
            : [];

    // Raw, as they came: what they hold is the registry's alone.
    private static string? MetadataAndRules(JsonElement body)
    {
        var members = BesideText
            .Select(name => (Name: name, Json: Member(body, name)))
            .Where(member => member.Json.ValueKind == JsonValueKind.Object)
            .Select(member => $"\"{member.Name}\":{member.Json.GetRawText()}")
            .ToList();
        return members.Count == 0 ? null : $"{{{string.Join(',', members)}}}";
    }

    private static int Whole(JsonElement body, string name) => Number(body, name) ?? throw Strange($"no {name}");

    private static int? Number(JsonElement body, string name) => RegistryShape.Number(Member(body, name));

    // Of no kind where there is none of that name.
    private static JsonElement Member(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var member) ? member : default;

    private static EngineException Strange(string what) =>
        new(EngineFault.Final, $"The registry answers with {what}, which the portal doesn't understand.");
}
