using System.Text.Json.Nodes;

namespace Portal.Tests.Schemas;

/// <summary>JSON Schemas, later versions of them and values by chance, from few names, so that they often have something to do with each other.</summary>
internal sealed class JsonSamples(int seed)
{
    private const int Deepest = 2;
    private static readonly string[] Names = ["a", "b", "c", "d"];
    private readonly Random _chance = new(seed);

    // The branches of oneOf exclude each other, and nothing has a default: both are open by the registry's rules.
    public JsonNode Schema(int depth = 0) =>
        _chance.Next(depth >= Deepest ? 5 : 10) switch
        {
            0 => Bounded("string", "minLength", "maxLength"),
            1 => Bounded("integer", "minimum", "maximum"),
            2 => Bounded("number", "exclusiveMinimum", "exclusiveMaximum"),
            3 => new JsonObject { ["enum"] = new JsonArray([.. Some().Select(i => (JsonNode)i), "x"]) },
            4 => _chance.Next(2) == 0
                ? new JsonObject()
                : new JsonObject { ["type"] = new JsonArray("string", "null") },
            5 => List(depth),
            6 => new JsonObject { [OneOf("anyOf", "allOf")] = new JsonArray(Schema(depth + 1), Schema(depth + 1)) },
            7 => new JsonObject
            {
                ["oneOf"] = new JsonArray(Bounded("string", "minLength", "maxLength"), Object(depth + 1)),
            },
            _ => Object(depth),
        };

    /// <summary>A schema as somebody might have it next.</summary>
    public JsonNode Later(JsonNode schema, int depth = 0)
    {
        if (schema is not JsonObject old || _chance.Next(8) == 0)
        {
            return _chance.Next(3) == 0 ? Schema(depth) : schema.DeepClone();
        }

        var next = new JsonObject();
        foreach (var (keyword, value) in old.Where(_ => _chance.Next(8) > 0))
        {
            next[keyword] = (keyword, value) switch
            {
                ("properties" or "patternProperties", JsonObject all) => new JsonObject(
                    all.Where(_ => _chance.Next(8) > 0)
                        .Select(one => KeyValuePair.Create(one.Key, (JsonNode?)Later(one.Value!, depth + 1)))
                ),
                ("items" or "additionalProperties", JsonObject inner) => Later(inner, depth + 1),
                ("anyOf" or "allOf", JsonArray parts) => new JsonArray([
                    .. parts.Select(part => Later(part!, depth + 1)),
                ]),
                (_, JsonValue number) when keyword.StartsWith("min", StringComparison.Ordinal) => number.GetValue<int>()
                    + _chance.Next(-1, 1),
                (_, JsonValue number) when keyword.StartsWith("max", StringComparison.Ordinal) => number.GetValue<int>()
                    + _chance.Next(0, 2),
                _ => value?.DeepClone(),
            };
        }

        if (next["properties"] is JsonObject properties && _chance.Next(3) == 0)
        {
            properties[Name()] = Schema(depth + 1);
        }

        if (next["type"]?.ToString() == "object" && _chance.Next(6) == 0)
        {
            next["required"] = new JsonArray(Name());
        }

        if (next["type"]?.ToString() == "object" && _chance.Next(8) == 0)
        {
            next["patternProperties"] = new JsonObject { ["^[ab]"] = Schema(depth + 1) };
        }

        return next;
    }

    /// <summary>Often valid by the schema, and not always.</summary>
    public JsonNode? Value(JsonNode schema, int depth = 0)
    {
        if (schema is not JsonObject rules || _chance.Next(12) == 0)
        {
            return Anything(depth);
        }

        foreach (var keyword in new[] { "enum", "oneOf", "anyOf", "allOf" })
        {
            if (rules[keyword] is JsonArray { Count: > 0 } choices)
            {
                var one = choices[_chance.Next(choices.Count)]!;
                return keyword == "enum" ? one.DeepClone() : Value(one, depth);
            }
        }

        return rules["type"] switch
        {
            JsonArray => OneOf<JsonNode?>("", null),
            JsonValue word => $"{word}" switch
            {
                "string" => Text(),
                "integer" => _chance.Next(-1, 5),
                "number" => _chance.Next(-2, 9) / 2.0,
                "array" => new JsonArray([
                    .. Some().Select(_ => rules["items"] is { } items ? Value(items, depth + 1) : Anything(depth)),
                ]),
                _ => Members(rules, depth),
            },
            _ => Anything(depth),
        };
    }

    private JsonObject Members(JsonObject rules, int depth)
    {
        var made = new JsonObject();
        var required = rules["required"]?.AsArray().Select(name => $"{name}").ToHashSet() ?? [];
        foreach (var name in Names.Where(name => required.Contains(name) || _chance.Next(2) == 0))
        {
            var schema =
                rules["properties"]?[name]
                ?? (name is "a" or "b" ? rules["patternProperties"]?["^[ab]"] : null)
                ?? rules["additionalProperties"];
            if (schema is not JsonValue)
            {
                made[name] = schema is null ? Anything(depth) : Value(schema, depth + 1);
            }
        }

        return made;
    }

    private JsonNode? Anything(int depth) =>
        _chance.Next(depth > Deepest ? 5 : 7) switch
        {
            0 => null,
            1 => _chance.Next(2) == 0,
            2 => _chance.Next(-1, 5),
            3 => 1.5,
            4 => Text(),
            5 => new JsonArray([.. Some().Select(_ => Anything(depth + 1))]),
            _ => new JsonObject(
                Names.Where(_ => _chance.Next(2) == 0).Select(name => KeyValuePair.Create(name, Anything(depth + 1)))
            ),
        };

    private JsonObject Object(int depth)
    {
        var made = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(
                Names
                    .Where(_ => _chance.Next(2) == 0)
                    .Select(name => KeyValuePair.Create(name, (JsonNode?)Schema(depth + 1)))
            ),
        };
        if (_chance.Next(2) == 0)
        {
            made["required"] = new JsonArray(Name());
        }

        if (_chance.Next(5) == 0)
        {
            made["patternProperties"] = new JsonObject { ["^[ab]"] = Schema(depth + 1) };
        }

        if (_chance.Next(3) > 0)
        {
            made["additionalProperties"] = _chance.Next(3) == 0 ? Schema(depth + 1) : false;
        }

        return made;
    }

    private JsonObject List(int depth)
    {
        var made = Bounded("array", "minItems", "maxItems");
        made["items"] = Schema(depth + 1);
        if (_chance.Next(4) == 0)
        {
            made["uniqueItems"] = true;
        }

        return made;
    }

    private JsonObject Bounded(string type, string lower, string upper)
    {
        var made = new JsonObject { ["type"] = type };
        if (_chance.Next(3) == 0)
        {
            made[lower] = 1;
        }

        if (_chance.Next(3) == 0)
        {
            made[upper] = 3;
        }

        return made;
    }

    private string Text() => new('x', _chance.Next(5));

    private string Name() => Names[_chance.Next(Names.Length)];

    private IEnumerable<int> Some() => Enumerable.Range(0, _chance.Next(5)).ToArray();

    private T OneOf<T>(params T[] all) => all[_chance.Next(all.Length)];
}
