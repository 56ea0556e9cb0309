using System.Collections.Immutable;
using Portal.Schemas.Avro.Data;
using Portal.Schemas.Payloads;
using Portal.Schemas.Text;

namespace Portal.Schemas.Avro.Payloads;

/// <summary>
/// A sample in Avro's "JSON Encoding", read as a value of a schema. Null where something is wrong; reading goes on beside it, so
/// that everything is found at once.
/// </summary>
internal sealed class AvroPayload
{
    private readonly AvroSchema _schema;
    private readonly PayloadWork _work;
    private readonly AvroBranches _branches;

    private AvroPayload(AvroSchema schema, PayloadWork work) =>
        (_schema, _work, _branches) = (schema, work, new(schema, work, Read));

    public static PayloadVerdict Judge(AvroSchema schema, string sample, CancellationToken stop) =>
        PayloadReading.Judge(
            sample,
            (json, work) =>
                new AvroPayload(schema, work).Read(schema.Root, json, "") is { } value
                    ? AvroOutput.Write(schema, value).Length
                    : null,
            stop
        );

    private AvroValue? Read(AvroType type, JsonPart json, string path)
    {
        _work.Step();
        return (type, json) switch
        {
            (AvroPrimitive simple, _) => AvroScalars.Read(simple, json, path, _work),
            (AvroUnion union, _) => _branches.Read(union, json, path),
            (AvroArray list, JsonList items) => Items(list, items, path),
            (AvroMap map, JsonObject members) => Map(map, members, path),
            (AvroUse use, _) => Read(_schema.Of(use), json, path),
            (AvroArray, _) => Wrong("an array", json, path),
            _ => Wrong("an object, which is how a map is written", json, path),
        };
    }

    private AvroValue? Read(AvroNamed named, JsonPart json, string path)
    {
        switch (named, json)
        {
            case (AvroRecord record, JsonObject members):
                return Record(record, members, path);
            case (AvroRecord record, _):
                return Wrong($"an object with the fields of {record.Word}", json, path);
            case (AvroEnum choice, JsonText symbol) when choice.Symbols.Contains(symbol.Value):
                return new AvroValue.Symbol(choice.FullName, symbol.Value);
            case (AvroEnum choice, _):
                _work.Add(
                    path,
                    json,
                    "symbol",
                    $"Expected one of {PayloadWords.Choices(choice.Symbols)}, found {PayloadWords.Found(json)}."
                );
                return null;
            case (AvroFixed bytes, JsonText text):
                return AvroScalars.Fixed(bytes, text, path, _work);
            default:
                return Wrong($"{named.Word}, written as text with one character for each byte", json, path);
        }
    }

    private AvroValue.Items? Items(AvroArray list, JsonList json, string path)
    {
        var read = json.Items.Select((item, i) => Read(list.Items, item, PayloadWords.Item(path, i))).ToList();
        return read.Contains(null) ? null : new AvroValue.Items([.. read.Select(item => item!)]);
    }

    private AvroValue.Map? Map(AvroMap map, JsonObject json, string path)
    {
        var read = json
            .Members.Select(member =>
                (member.Name, Value: Read(map.Values, member.Value, PayloadWords.Member(path, member.Name)))
            )
            .ToList();
        return read.Exists(entry => entry.Value is null)
            ? null
            : new AvroValue.Map([.. read.Select(entry => KeyValuePair.Create(entry.Name, entry.Value!))]);
    }

    private AvroValue.Record? Record(AvroRecord record, JsonObject json, string path)
    {
        var fields = ImmutableArray.CreateBuilder<KeyValuePair<string, AvroValue>>(record.Fields.Length);
        foreach (var field in record.Fields)
        {
            var at = PayloadWords.Member(path, field.Name);
            if (json[field.Name] is not { } part)
            {
                _work.Add(at, json, "required", Missing(field));
            }
            else if (Read(field.Type, part, at) is { } value)
            {
                fields.Add(new(field.Name, value));
            }
        }

        var unknown = json.Members.Where(member => record.Among(member.Name, []).Length == 0).ToList();
        foreach (var member in unknown)
        {
            _work.Add(
                new(
                    PayloadWords.Member(path, member.Name),
                    member.Offset,
                    "unknown field",
                    Unknown(record, member.Name)
                )
            );
        }

        return fields.Count == record.Fields.Length && unknown.Count == 0
            ? new AvroValue.Record(record.FullName, fields.ToImmutable())
            : null;
    }

    private static string Missing(AvroField field) =>
        $"“{field.Name}” is missing; expected {PayloadWords.Cut(field.Type.Word)}."
        + (field.Default is null ? "" : " Its default is for readers only: what is written has every field.");

    private static string Unknown(AvroRecord record, string name)
    {
        var meant = record.Fields.FirstOrDefault(field =>
            field.Aliases.Contains(name)
            || string.Equals(Bare(field.Name), Bare(name), StringComparison.OrdinalIgnoreCase)
        );
        return $"{char.ToUpperInvariant(record.Word[0])}{record.Word[1..]} has no field “{PayloadWords.Cut(name)}”."
            + (meant is null ? "" : $" Did you mean “{meant.Name}”?");

        static string Bare(string name) => name.Replace("_", "", StringComparison.Ordinal);
    }

    private AvroValue? Wrong(string expected, JsonPart json, string path)
    {
        _work.Add(path, json, "type", $"Expected {expected}, found {PayloadWords.Found(json)}.");
        return null;
    }
}
