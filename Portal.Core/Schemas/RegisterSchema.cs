using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;
using Portal.Schemas.Fields;

namespace Portal.Core.Schemas;

/// <summary>Registers a text as the newest version of its subject.</summary>
/// <param name="Before">The newest version when the plan was made; null when there was none.</param>
/// <param name="BeforeText">What that version says, for who approves.</param>
[StoredAs("register-schema")]
public sealed record RegisterSchema(
    ResourceRef On,
    SchemaType Type,
    string Text,
    ImmutableArray<SchemaReference> References,
    SchemaVersion? Before,
    string? BeforeText
) : Step(On)
{
    private const int MostFields = 50;

    /// <summary>Taken back by a soft delete of exactly the version made: its id still answers for what was written with it.</summary>
    [JsonIgnore]
    public override Reversal Reversal => Reversal.Full;

    [JsonIgnore]
    public override StepEffect Effect => StepEffect.Makes;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves =>
        [
            new("schema", BeforeText, Text),
            .. References.Select(r => new FieldMove($"references.{r.Name}", null, $"{r.Subject} version {r.Version}")),
        ];

    /// <summary>Field by field where both texts can be read.</summary>
    public override IReadOnlyList<string> Details(ResourceEvidence? seen) =>
        [
            .. Fields(seen as SchemaEvidence) is { } fields
                ? fields.Take(MostFields).Select(change => $"{change}").Concat(More(fields.Count - MostFields))
                : ["The fields can't be compared here; compare the texts."],
            .. WritesTheSame ? ["what is written by it stays the same, byte for byte"] : Array.Empty<string>(),
            .. References.Select(r => $"refers to {r.Subject} version {r.Version} as {r.Name}"),
        ];

    /// <summary>What changes of its fields; null where a text can't be read.</summary>
    /// <param name="seen">Has them where a text refers to others, which only whoever reads those can tell.</param>
    public IReadOnlyList<FieldChange>? Fields(SchemaEvidence? seen) =>
        seen?.Fields ?? (References.IsEmpty ? SchemaFieldDiff.Of(Type, BeforeText, Text) : null);

    /// <summary>The texts differ only in what data don't carry: defaults, aliases, descriptions. Known of Avro.</summary>
    [JsonIgnore]
    public bool WritesTheSame =>
        References.IsEmpty
        && BeforeText is { Length: <= SchemaText.Longest }
        && Text.Length <= SchemaText.Longest
        && SchemaText.WritesTheSame(Type, BeforeText, Text) == true;

    [JsonIgnore]
    public override string Title =>
        Before is { } newest
            ? $"Register a new version of {On.Name} after version {newest.Version}"
            : $"Register {On.Name} with its first version ({Type.Title()})";

    [JsonIgnore]
    public override string Done =>
        Before is { } newest
            ? $"New version of {On.Name} registered after version {newest.Version}"
            : $"{On.Name} registered";

    private static IEnumerable<string> More(int count) => count > 0 ? [$"and {count:N0} more fields"] : [];
}
