using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>Whether two schemas read the same but for keywords that describe, as titles, descriptions and examples do.</summary>
internal static class JsonMeaning
{
    /// <param name="step">Called before each pair of parts that is compared, with the characters that takes.</param>
    public static bool IsSame(JsonPart one, JsonPart other, Action<int> step)
    {
        if ((one, other) is not (JsonObject here, JsonObject there))
        {
            return JsonSame.Are(one, other, step);
        }

        step(0);
        var (members, others) = (Restricting(here), Restricting(there));
        return members.Count == others.Count
            && members.TrueForAll(member =>
                there[member.Name] is { } value && IsSameUnder(member.Name, member.Value, value, step)
            );
    }

    // Only where a schema stands a member describes: a property may be called "title", and a value may hold one.
    private static bool IsSameUnder(string keyword, JsonPart one, JsonPart other, Action<int> step) =>
        (one, other) switch
        {
            (JsonObject here, JsonObject there) when JsonKeywords.Named.Contains(keyword) => here.Members.Length
                == there.Members.Length
                && here.Members.All(member => there[member.Name] is { } value && IsSame(member.Value, value, step)),
            (JsonList here, JsonList there) when keyword == "items" || JsonKeywords.Listed.Contains(keyword) =>
                here.Items.Length == there.Items.Length
                    && here.Items.Zip(there.Items).All(pair => IsSame(pair.First, pair.Second, step)),
            _ when keyword == "items" || JsonKeywords.Schemas.Contains(keyword) => IsSame(one, other, step),
            _ => JsonSame.Are(one, other, step),
        };

    private static List<JsonMember> Restricting(JsonObject schema) => [.. new JsonSchemaNode(schema, "").Forbidding];
}
