using System.Collections.Immutable;
using System.Globalization;
using Portal.Schemas.Text;

namespace Portal.Schemas.Avro;

/// <summary>What named types share, and those of them that hold no other: enums and fixed.</summary>
internal sealed class AvroDeclarations(Dictionary<string, AvroNamed> names, AvroFaults faults)
{
    /// <summary>The full name that is declared here; null when there is none or it can't be one.</summary>
    public string? Name(JsonObject json, string space)
    {
        if (json["name"] is not JsonText name)
        {
            faults.Add("A record, enum or fixed needs a “name”.", json);
            return null;
        }

        var around = json["namespace"] is JsonText own ? own.Value : space;
        var full = AvroNames.Full(name.Value, around);
        if (!AvroNames.IsFullName(full))
        {
            faults.Add($"“{full}” {AvroNames.Rule}.", name);
            return null;
        }

        if (AvroNames.Primitive(name.Value) is not null)
        {
            faults.Add($"“{name.Value}” is a type of Avro and can't be declared again.", name);
            return null;
        }

        if (names.ContainsKey(full))
        {
            faults.Add($"“{full}” is declared twice. Where it is used again its name is enough.", name);
            return null;
        }

        return full;
    }

    /// <summary>Relative to the namespace of what they are for.</summary>
    public ImmutableArray<string> Aliases(JsonObject json, string fullName) =>
        [.. Words(json, "aliases").Select(alias => AvroNames.Full(alias, AvroNames.SpaceOf(fullName)))];

    public ImmutableArray<string> FieldAliases(JsonObject json) => Words(json, "aliases");

    public string? Enum(JsonObject json, string space)
    {
        if (Name(json, space) is not { } name)
        {
            return null;
        }

        if (json["symbols"] is not JsonList list)
        {
            faults.Add($"Enum {name} has no array “symbols”.", json["symbols"] ?? json);
            return null;
        }

        var symbols = Words(json, "symbols");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (symbol, at) in symbols.Zip(list.Items))
        {
            if (!AvroNames.IsName(symbol))
            {
                faults.Add($"“{symbol}” {AvroNames.Rule}.", at);
            }
            else if (!seen.Add(symbol))
            {
                faults.Add($"Enum {name} has “{symbol}” twice.", at);
            }
        }

        var otherwise = json["default"] as JsonText;
        if (json["default"] is { } wrong && (otherwise is null || !seen.Contains(otherwise.Value)))
        {
            faults.Add($"The default of enum {name} is one of its symbols, not {wrong.Word}.", wrong);
        }

        names[name] = new AvroEnum(name, Aliases(json, name), symbols, otherwise?.Value) { Doc = Doc(json) };
        return name;
    }

    public string? Fixed(JsonObject json, string space)
    {
        if (Name(json, space) is not { } name)
        {
            return null;
        }

        if (
            json["size"] is not JsonNumber number
            || !int.TryParse(number.Raw, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
        )
        {
            faults.Add($"Fixed {name} needs a “size” in bytes, a whole number.", json["size"] ?? json);
            return null;
        }

        names[name] = new AvroFixed(name, Aliases(json, name), size, AvroLogicals.Of(json, kind: null, size))
        {
            Doc = Doc(json),
        };
        return name;
    }

    private static string? Doc(JsonObject json) => (json["doc"] as JsonText)?.Value;

    private ImmutableArray<string> Words(JsonObject json, string what)
    {
        switch (json[what])
        {
            case null:
                return [];
            case JsonList list when list.Items.All(item => item is JsonText):
                return [.. list.Items.Select(item => ((JsonText)item).Value)];
            case var wrong:
                faults.Add($"“{what}” is an array of texts.", wrong);
                return [];
        }
    }
}
