using Portal.Schemas.Avro.Data;
using Portal.Schemas.Payloads;
using Portal.Schemas.Text;

namespace Portal.Schemas.Avro.Payloads;

/// <summary>
/// A union's value in the "JSON Encoding": null as it is, any other as an object with one member, named for its branch. Plain JSON
/// is what people write instead, so the answer shows how to write theirs.
/// </summary>
internal sealed class AvroBranches(
    AvroSchema schema,
    PayloadWork work,
    Func<AvroType, JsonPart, string, AvroValue?> read
)
{
    public AvroValue? Read(AvroUnion union, JsonPart json, string path)
    {
        switch (json)
        {
            case JsonNothing when union.Branches.Any(IsNull):
                return new AvroValue.Nothing();
            case JsonObject { Members: [var only] }
                when union.Branches.FirstOrDefault(branch => !IsNull(branch) && AvroNames.InUnion(branch) == only.Name)
                    is { } named:
                return read(named, only.Value, path);
            default:
                Refuse(union, json, path);
                return null;
        }
    }

    private void Refuse(AvroUnion union, JsonPart json, string path)
    {
        if (union.Branches.FirstOrDefault(branch => IsMeant(branch, json)) is { } meant)
        {
            work.Add(
                path,
                json,
                "union",
                $"A value of a union names its branch: write {Written(meant, PayloadWords.Short(json))} instead of {PayloadWords.Short(json)}."
            );
            // What is wrong inside is shown too.
            _ = read(meant, json, path);
        }
        else if (ByShortName(union, json) is { } shortened)
        {
            work.Add(path, json, "union", $"A branch is named with its namespace: write {Written(shortened, "…")}.");
        }
        else
        {
            var choices = union.Branches.Select(branch => IsNull(branch) ? "null" : Written(branch, "…")).ToList();
            work.Add(
                path,
                json,
                "union",
                $"Expected {PayloadWords.Choices(choices)}, found {PayloadWords.Found(json)}."
            );
        }
    }

    private static string Written(AvroType branch, string value) => $"{{\"{AvroNames.InUnion(branch)}\": {value}}}";

    private static bool IsNull(AvroType branch) => branch is AvroPrimitive { Kind: AvroKind.Null };

    private AvroType? ByShortName(AvroUnion union, JsonPart json) =>
        json is JsonObject { Members: [var only] }
            ? union.Branches.FirstOrDefault(branch => branch is AvroUse use && schema.Of(use).ShortName == only.Name)
            : null;

    // By its shape: whoever wrote plain JSON meant the first branch that could be written so.
    private bool IsMeant(AvroType branch, JsonPart json) =>
        (branch, json) switch
        {
            (AvroPrimitive { Kind: AvroKind.Boolean }, JsonTruth) => true,
            (AvroPrimitive { Kind: AvroKind.String or AvroKind.Bytes }, JsonText) => true,
            (AvroPrimitive { Kind: AvroKind.Int or AvroKind.Long or AvroKind.Float or AvroKind.Double }, JsonNumber) =>
                AvroDefaults.Fits(schema, branch, json),
            (AvroArray, JsonList) => true,
            (AvroMap, JsonObject) => true,
            (AvroUse use, JsonObject made) => schema.Of(use) is AvroRecord record
                && record.Fields.Any(field => made[field.Name] is not null),
            (AvroUse use, JsonText text) => schema.Of(use) switch
            {
                AvroEnum choice => choice.Symbols.Contains(text.Value),
                AvroFixed bytes => bytes.Size == text.Value.Length,
                _ => false,
            },
            _ => false,
        };
}
