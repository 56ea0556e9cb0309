using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Schemas.Compatibility;
using Portal.Schemas.Formats;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas.Verdicts;

/// <summary>The versions of a subject, the one that is to be next, and the levels that allow it.</summary>
/// <param name="Apicurio">The levels by which it finds otherwise.</param>
/// <param name="Why">The reason for that.</param>
internal sealed record LevelHistory(
    SchemaFormat Format,
    string Name,
    string[][] Versions,
    string[] Next,
    CompatibilityLevel[] Allows,
    CompatibilityLevel[]? Apicurio = null,
    string? Why = null
)
{
    private static readonly JsonSerializerOptions Words = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    public static IReadOnlyList<LevelHistory> All { get; } =
        JsonSerializer.Deserialize<LevelHistory[]>(
            File.ReadAllText(Repository.PathOf("Portal.Tests", "Schemas", "Verdicts", "level-histories.json")),
            Words
        )!;

    public IEnumerable<string> VersionTexts => Versions.Select(Text);

    public string NextText => Text(Next);

    /// <summary>By the portal's own comparison.</summary>
    public bool IsAllowedBy(CompatibilityLevel level) =>
        AnySchema.Judge(level, Read(Next), [.. Versions.Select((fields, i) => (i + 1, Read(fields)))]).Count == 0;

    public bool IsAllowedByApicurio(CompatibilityLevel level) =>
        IsAllowedBy(level) != (Apicurio?.Contains(level) ?? false);

    private AnySchema Read(string[] fields) =>
        AnySchema.Read(Format, Text(fields), []).ShouldBeOfType<SchemaRead.Fine>(Text(fields)).Schema;

    private string Text(string[] fields) =>
        Format switch
        {
            SchemaFormat.Avro =>
                $$"""{"type":"record","name":"Order","fields":[{{string.Join(",", fields.Select(AvroField))}}]}""",
            SchemaFormat.Json =>
                $$"""{"$schema":"http://json-schema.org/draft-07/schema#",{{Title(fields)}}"type":"object","properties":{{{string.Join(",", fields.Except(["title"]).Select(JsonProperty))}}},"additionalProperties":false}""",
            _ => $$"""syntax = "proto3"; message Order { {{string.Join(" ", fields)}} }""",
        };

    private static string Title(string[] fields) => fields.Contains("title") ? "\"title\":\"An order\"," : "";

    // "note" or "note = default".
    private static string AvroField(string field) =>
        field.Split(" = ") is [var name, var value]
            ? $$"""{"name":"{{name}}","type":"string","default":{{value}}}"""
            : $$"""{"name":"{{field}}","type":"string"}""";

    // "note" or "note < longest".
    private static string JsonProperty(string property) =>
        property.Split(" < ") is [var name, var longest]
            ? $$"""{{Quoted(name)}}:{"type":"string","maxLength":{{longest}}}"""
            : $$"""{{Quoted(property)}}:{"type":"string"}""";

    private static string Quoted(string name) => $"\"{name}\"";
}
