using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portal.Tests.Api;

/// <summary>Whether a value is as a schema of the API's own document says: as much of JSON Schema as that document uses.</summary>
public sealed class SchemaCheck(JsonElement document)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public IEnumerable<string> Faults(JsonElement schema, JsonElement value, string at = "$")
    {
        if (schema.TryGetProperty("$ref", out var name))
        {
            return Faults(Resolve(name.GetString()!), value, at);
        }

        return
        [
            .. Choices(schema, value, at),
            .. Type(schema, value, at),
            .. value.ValueKind switch
            {
                JsonValueKind.Object => Members(schema, value, at),
                JsonValueKind.Array => Items(schema, value, at),
                JsonValueKind.String => Text(schema, value.GetString()!, at),
                JsonValueKind.Number => Number(schema, value.GetDouble(), at),
                _ => [],
            },
        ];
    }

    private JsonElement Resolve(string reference) =>
        reference.TrimStart('#', '/').Split('/').Aggregate(document, (part, name) => part.GetProperty(name));

    private IEnumerable<string> Choices(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("anyOf", out var some) && Fitting(some, value, at) == 0)
        {
            yield return $"{at}: none of anyOf";
        }

        if (schema.TryGetProperty("oneOf", out var one) && Fitting(one, value, at) is not 1 and var fitting)
        {
            yield return $"{at}: {fitting} of oneOf";
        }

        if (schema.TryGetProperty("allOf", out var all))
        {
            foreach (var fault in all.EnumerateArray().SelectMany(part => Faults(part, value, at)))
            {
                yield return fault;
            }
        }

        if (
            schema.TryGetProperty("enum", out var words)
            && !words.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value))
        )
        {
            yield return $"{at}: {value} is none of {words}";
        }
    }

    private int Fitting(JsonElement choices, JsonElement value, string at) =>
        choices.EnumerateArray().Count(choice => !Faults(choice, value, at).Any());

    private static IEnumerable<string> Type(JsonElement schema, JsonElement value, string at)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            yield break;
        }

        string[] types =
            type.ValueKind == JsonValueKind.Array
                ? [.. type.EnumerateArray().Select(t => t.GetString()!)]
                : [type.GetString()!];
        var isOne = value.ValueKind switch
        {
            JsonValueKind.Null => types.Contains("null"),
            JsonValueKind.True or JsonValueKind.False => types.Contains("boolean"),
            JsonValueKind.Number => types.Contains("number")
                || (types.Contains("integer") && double.IsInteger(value.GetDouble())),
            JsonValueKind.String => types.Contains("string"),
            JsonValueKind.Array => types.Contains("array"),
            _ => types.Contains("object"),
        };
        if (!isOne)
        {
            yield return $"{at}: {value.ValueKind} is not {type}";
        }
    }

    private IEnumerable<string> Members(JsonElement schema, JsonElement value, string at)
    {
        var known = schema.TryGetProperty("properties", out var properties) ? properties : default;
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Where(n => !value.TryGetProperty(n.GetString()!, out _)))
            {
                yield return $"{at}: {name} is missing";
            }
        }

        var others = schema.TryGetProperty("additionalProperties", out var more) ? more : default;
        foreach (var member in value.EnumerateObject())
        {
            var inner = $"{at}.{member.Name}";
            if (known.ValueKind == JsonValueKind.Object && known.TryGetProperty(member.Name, out var property))
            {
                foreach (var fault in Faults(property, member.Value, inner))
                {
                    yield return fault;
                }
            }
            else if (others.ValueKind == JsonValueKind.False)
            {
                yield return $"{inner} is not described";
            }
            else if (others.ValueKind == JsonValueKind.Object)
            {
                foreach (var fault in Faults(others, member.Value, inner))
                {
                    yield return fault;
                }
            }
        }
    }

    private IEnumerable<string> Items(JsonElement schema, JsonElement value, string at)
    {
        foreach (var fault in Bounds(schema, value.GetArrayLength(), at, "minItems", "maxItems"))
        {
            yield return fault;
        }

        if (schema.TryGetProperty("items", out var each))
        {
            foreach (var fault in value.EnumerateArray().SelectMany((item, i) => Faults(each, item, $"{at}[{i}]")))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> Text(JsonElement schema, string text, string at)
    {
        foreach (var fault in Bounds(schema, text.EnumerateRunes().Count(), at, "minLength", "maxLength"))
        {
            yield return fault;
        }

        if (
            schema.TryGetProperty("pattern", out var pattern)
            && !Regex.IsMatch(text, pattern.GetString()!, RegexOptions.None, Longest)
        )
        {
            yield return $"{at}: {text} is not like {pattern}";
        }
    }

    private static IEnumerable<string> Number(JsonElement schema, double number, string at) =>
        Bounds(schema, number, at, "minimum", "maximum");

    private static IEnumerable<string> Bounds(JsonElement schema, double size, string at, string least, string most)
    {
        if (schema.TryGetProperty(least, out var min) && size < min.GetDouble())
        {
            yield return $"{at}: {size} is below {least} {min}";
        }

        if (schema.TryGetProperty(most, out var max) && size > max.GetDouble())
        {
            yield return $"{at}: {size} is above {most} {max}";
        }
    }
}
