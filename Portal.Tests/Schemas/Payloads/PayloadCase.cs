using System.Text.Json;
using Portal.Schemas.Formats;
using Portal.Schemas.Payloads;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas.Payloads;

/// <summary>A schema, a sample, and what is to be said of it; counterparts that nobody here wrote judge the same samples.</summary>
/// <param name="Schema">Of Protobuf the file that it is in.</param>
/// <param name="Faults">Path, place and rule of each; none: it is valid.</param>
/// <param name="Differs">Why the counterpart says otherwise; null: it agrees.</param>
public sealed record PayloadCase(string Name, JsonElement Schema, string Sample, string[] Faults, string? Differs)
{
    private static readonly JsonSerializerOptions Lower = new(JsonSerializerDefaults.Web);

    public static IReadOnlyDictionary<string, PayloadCase> Avro { get; } = Of("avro-payloads.json");

    public static IReadOnlyDictionary<string, PayloadCase> Json { get; } = Of("json-payloads.json");

    public static IReadOnlyDictionary<string, PayloadCase> Protobuf { get; } = Of("protobuf-payloads.json");

    public static string Text(string file) =>
        File.ReadAllText(Repository.PathOf("Portal.Tests", "Schemas", "Payloads", file));

    public static AnySchema Read(SchemaFormat format, string text) =>
        AnySchema.Read(format, text, []).ShouldBeOfType<SchemaRead.Fine>().Schema;

    public static PayloadVerdict Judge(SchemaFormat format, string text, string sample, string? message = null) =>
        AnyPayload.Judge(Read(format, text), message, sample, CancellationToken.None);

    /// <summary>Each fault as the corpus has it.</summary>
    public static string[] Found(PayloadVerdict verdict) =>
        verdict switch
        {
            PayloadVerdict.Valid => [],
            PayloadVerdict.Invalid invalid =>
            [
                .. invalid.Faults.Select(fault => $"{fault.Path}|{fault.At.Line}:{fault.At.Column}|{fault.Rule}"),
            ],
            _ => [$"{verdict}"],
        };

    private static Dictionary<string, PayloadCase> Of(string file) =>
        JsonSerializer.Deserialize<PayloadCase[]>(Text(file), Lower)!.ToDictionary(one => one.Name);
}
