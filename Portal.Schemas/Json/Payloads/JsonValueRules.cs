using Portal.Schemas.Payloads;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json.Payloads;

/// <summary>type, enum and const ("Validation", 6.1).</summary>
internal static class JsonValueRules
{
    public static void Check(JsonMeeting at)
    {
        var types = Types(at["type"]);
        if (types.Count > 0 && !types.Any(type => Is(type, at.Value)))
        {
            at.Wrong("type", $"Expected {string.Join(" or ", types)}, found {PayloadWords.Found(at.Value)}.");
        }

        if (at["enum"] is JsonList { Items: var choices } && !choices.Any(choice => IsSame(at, choice)))
        {
            at.Wrong(
                "enum",
                $"Expected one of {PayloadWords.Choices([.. choices.Select(PayloadWords.Short)])}, found {PayloadWords.Found(at.Value)}."
            );
        }

        if (at["const"] is { } only && !IsSame(at, only))
        {
            at.Wrong("const", $"Expected {PayloadWords.Short(only)}, found {PayloadWords.Found(at.Value)}.");
        }
    }

    /// <summary>The types that a schema names; none: any.</summary>
    public static IReadOnlyList<string> Types(JsonPart? type) =>
        type switch
        {
            JsonText one => [one.Value],
            JsonList many => [.. many.Items.OfType<JsonText>().Select(text => text.Value)],
            _ => [],
        };

    private static bool IsSame(JsonMeeting at, JsonPart wanted) => JsonSame.Are(at.Value, wanted, at.Judge.Work.Step);

    private static bool Is(string type, JsonPart value) =>
        (type, value) switch
        {

            ("object", JsonObject)
            or
            ("array", JsonList)
            or
            ("string", JsonText)
            or
            ("boolean", JsonTruth)
            or
            ("null", JsonNothing)
            or ("number", JsonNumber) => true,
            ("integer", JsonNumber number) => JsonNumbers.IsWhole(number),
            _ => false,
        };
}
