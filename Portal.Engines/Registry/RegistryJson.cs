using System.Collections.Immutable;
using System.Text.Json;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;

namespace Portal.Engines.Registry;

/// <summary>The registry's JSON, both ways.</summary>
internal static class RegistryJson
{
    private const int MostWords = 20;

    public static object Body(RegistryText text) =>
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
        };

    /// <summary>A version; one that says no type is Avro.</summary>
    public static RegisteredSchema Version(JsonElement body) =>
        new(new(Whole(body, "version"), Whole(body, "id")), Text(body));

    /// <summary>A text; one that says no type is Avro.</summary>
    public static RegistryText Text(JsonElement body) =>
        new(
            RegistryWords.Read<SchemaType>(RegistryCalls.Text(body, "schemaType") ?? "AVRO")
                ?? throw Strange($"a schema of type {RegistryCalls.Text(body, "schemaType")}"),
            RegistryCalls.Text(body, "schema") ?? throw Strange("a version without a text"),
            References(body)
        );

    /// <summary>Some say compatibilityLevel, some compatibility.</summary>
    public static CompatibilityLevel? Level(JsonElement body) =>
        RegistryWords.Read<CompatibilityLevel>(
            RegistryCalls.Text(body, "compatibilityLevel") ?? RegistryCalls.Text(body, "compatibility")
        );

    /// <summary>What an error is, by the registry's own number.</summary>
    public static int? Code(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object
        && body.TryGetProperty("error_code", out var code)
        && code.TryGetInt32(out var number)
            ? number
            : null;

    public static RegistryJudgement Judgement(JsonElement body)
    {
        var isCompatible =
            body.TryGetProperty("is_compatible", out var said)
            && said.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? said.GetBoolean()
                : throw Strange("no verdict");
        if (isCompatible)
        {
            return new(true, []);
        }

        var messages =
            body.TryGetProperty("messages", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray()
                    .Where(m => m.ValueKind == JsonValueKind.String)
                    .Take(MostWords)
                    .Select(m => EngineText.Words(m.GetString()!))
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

    private static int Whole(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object
        && body.TryGetProperty(name, out var said)
        && said.TryGetInt32(out var number)
            ? number
            : throw Strange($"no {name}");

    private static EngineException Strange(string what) =>
        new(EngineFault.Final, $"The registry answers with {what}, which the portal doesn't understand.");
}
