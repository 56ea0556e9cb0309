using System.Collections.Immutable;
using Portal.Schemas.Text;

namespace Portal.Schemas.Avro;

/// <summary>Types out of JSON ("Schema Declaration"); null where a fault was found.</summary>
internal sealed class AvroTypes(Dictionary<string, AvroNamed> names, AvroFaults faults)
{
    private readonly AvroDeclarations _declarations = new(names, faults);

    /// <param name="space">The namespace around it.</param>
    public AvroType? Read(JsonPart json, string space) =>
        json switch
        {
            JsonText text => ByName(text, space),
            JsonList list => Union(list, space),
            JsonObject made => Complex(made, space),
            _ => Fault($"A type is a name, an array (a union) or an object, not {json.Word}.", json),
        };

    private AvroType? ByName(JsonText text, string space) =>
        AvroNames.Primitive(text.Value) is { } kind ? new AvroPrimitive(kind)
        : names.ContainsKey(AvroNames.Full(text.Value, space)) ? new AvroUse(AvroNames.Full(text.Value, space))
        : names.ContainsKey(text.Value) ? new AvroUse(text.Value)
        : Fault($"No type “{text.Value}” is declared before this, and none comes with a reference.", text);

    private AvroUnion? Union(JsonList list, string space)
    {
        var branches = list.Items.Select(item => (Json: item, Type: Read(item, space))).ToList();
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (json, type) in branches.Where(branch => branch.Type is not null))
        {
            if (type is AvroUnion)
            {
                faults.Add("A union can't hold another union directly.", json);
            }
            else if (!kinds.Add(AvroNames.InUnion(type!)))
            {
                faults.Add($"This union holds {AvroNames.InUnion(type!)} twice: readers can't distinguish them.", json);
            }
        }

        return branches.All(branch => branch.Type is not null)
            ? new AvroUnion([.. branches.Select(branch => branch.Type!)])
            : null;
    }

    private AvroType? Complex(JsonObject json, string space) =>
        json["type"] switch
        {
            null => Fault("This type has no “type”.", json),
            JsonText { Value: "array" } => Parts(json, "items", space) is { } items ? new AvroArray(items) : null,
            JsonText { Value: "map" } => Parts(json, "values", space) is { } values ? new AvroMap(values) : null,
            JsonText { Value: "record" or "error" } => Record(json, space),
            JsonText { Value: "enum" } => Use(_declarations.Enum(json, space)),
            JsonText { Value: "fixed" } => Use(_declarations.Fixed(json, space)),
            JsonText name when AvroNames.Primitive(name.Value) is { } kind => new AvroPrimitive(
                kind,
                AvroLogicals.Of(json, kind, size: null)
            ),
            JsonList union => Fault("A union stands where the type is wanted, without an object around it.", union),
            var inner => Read(inner, space),
        };

    private AvroType? Parts(JsonObject json, string what, string space) =>
        json[what] is { } part ? Read(part, space) : Fault($"This type has no “{what}”.", json);

    private AvroUse? Record(JsonObject json, string space)
    {
        if (_declarations.Name(json, space) is not { } name)
        {
            return null;
        }

        if (json["fields"] is not JsonList list)
        {
            faults.Add($"Record {name} has no array “fields”.", json["fields"] ?? json);
            return null;
        }

        var record = new AvroRecord(name, _declarations.Aliases(json, name), [])
        {
            Doc = (json["doc"] as JsonText)?.Value,
        };
        // Known before its fields are read: they may hold it again.
        names[name] = record;
        var fields = Fields(list, name);
        names[name] = record with { Fields = fields };
        return new AvroUse(name);
    }

    private ImmutableArray<AvroField> Fields(JsonList list, string record)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var fields = ImmutableArray.CreateBuilder<AvroField>(list.Items.Length);
        foreach (var json in list.Items)
        {
            if (Field(json, AvroNames.SpaceOf(record)) is not { } field)
            {
                continue;
            }

            if (!seen.Add(field.Name))
            {
                faults.Add($"Record {record} has two fields “{field.Name}”.", json);
            }

            fields.Add(field);
        }

        return fields.ToImmutable();
    }

    private AvroField? Field(JsonPart json, string space)
    {
        if (json is not JsonObject field || field["name"] is not JsonText name)
        {
            faults.Add("A field is an object with a “name” and a “type”.", json);
            return null;
        }

        if (!AvroNames.IsName(name.Value))
        {
            faults.Add($"“{name.Value}” {AvroNames.Rule}.", name);
        }

        if (field["type"] is not { } type)
        {
            faults.Add($"Field {name.Value} has no “type”.", json);
            return null;
        }

        return Read(type, space) is { } read
            ? new AvroField(name.Value, _declarations.FieldAliases(field), read, field["default"], json.Offset)
            {
                Doc = (field["doc"] as JsonText)?.Value,
            }
            : null;
    }

    private static AvroUse? Use(string? name) => name is null ? null : new AvroUse(name);

    private AvroType? Fault(string message, JsonPart at)
    {
        faults.Add(message, at);
        return null;
    }
}
