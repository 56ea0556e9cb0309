using System.Text.Json.Nodes;

namespace Portal.Tests.Schemas.Verdicts;

/// <summary>Objects of few properties by chance, which refuse all others in one way or another, and later versions of them.</summary>
internal sealed class UnevaluatedSamples(int seed)
{
    private const string Additional = "additionalProperties";
    private const string Unevaluated = "unevaluatedProperties";
    private static readonly string[] Names = ["a", "b", "c", "d"];
    private readonly Random _chance = new(seed);

    /// <summary>Each object in which these names are missing, a text or a number.</summary>
    public static IReadOnlyList<string> Values { get; } =
    [.. Names.Aggregate(new[] { "" }, Extended).Select(members => $"{{{members.TrimStart(',')}}}")];

    public JsonObject Schema()
    {
        if (_chance.Next(3) == 0)
        {
            return Object();
        }

        var made = new JsonObject
        {
            ["$ref"] = "#/$defs/o",
            ["$defs"] = new JsonObject { ["o"] = Object() },
        };
        if (_chance.Next(4) > 0)
        {
            made[Unevaluated] = Others();
        }

        if (_chance.Next(2) == 0)
        {
            made["properties"] = Properties();
        }

        return made;
    }

    /// <summary>A schema as somebody might have it next.</summary>
    public JsonObject Later(JsonObject schema)
    {
        var next = schema.DeepClone().AsObject();
        var place = next["$defs"]?["o"] is JsonObject target && _chance.Next(2) == 0 ? target : next;
        switch (_chance.Next(6))
        {
            case 0 or 1:
                Members(place)[Name()] = Type();
                break;
            case 2:
                Members(place).Remove(Name());
                break;
            case 3:
                Rename(place, Unevaluated, Additional);
                break;
            case 4:
                Rename(place, Additional, Unevaluated);
                break;
            default:
                place[Unevaluated] = false;
                break;
        }

        return next;
    }

    private JsonObject Object()
    {
        var made = new JsonObject { ["type"] = "object", ["properties"] = Properties() };
        if (_chance.Next(3) == 0)
        {
            made["required"] = new JsonArray(Name());
        }

        if (_chance.Next(5) == 0)
        {
            made["patternProperties"] = new JsonObject { ["^[cd]"] = Type() };
        }

        if (_chance.Next(5) == 0)
        {
            made["allOf"] = new JsonArray(new JsonObject { ["properties"] = Properties() });
        }

        if (_chance.Next(4) > 0)
        {
            made[_chance.Next(3) == 0 ? Additional : Unevaluated] = Others();
        }

        return made;
    }

    private JsonObject Properties() =>
        new(Names.Where(_ => _chance.Next(2) == 0).Select(name => KeyValuePair.Create(name, (JsonNode?)Type())));

    private JsonNode Others() => _chance.Next(3) > 0 ? JsonValue.Create(false) : Type();

    private JsonObject Type() => new() { ["type"] = _chance.Next(2) == 0 ? "string" : "integer" };

    private string Name() => Names[_chance.Next(Names.Length)];

    private static JsonObject Members(JsonObject schema)
    {
        if (schema["properties"] is not JsonObject all)
        {
            all = new JsonObject();
            schema["properties"] = all;
        }

        return all;
    }

    private static void Rename(JsonObject schema, string former, string name)
    {
        if (schema[former]?.DeepClone() is { } value)
        {
            schema.Remove(former);
            schema[name] = value;
        }
    }

    private static string[] Extended(string[] all, string name) =>
        [.. all, .. all.Select(one => $"{one},\"{name}\":\"x\""), .. all.Select(one => $"{one},\"{name}\":1")];
}
