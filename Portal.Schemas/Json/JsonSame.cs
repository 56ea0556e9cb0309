using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>Whether two pieces of JSON say the same, wherever they stand and in whatever order their members are.</summary>
internal static class JsonSame
{
    public static bool Are(JsonPart? one, JsonPart? other) => Are(one, other, _ => { });

    /// <param name="step">Called before each pair of parts that is compared, with the characters that takes.</param>
    public static bool Are(JsonPart? one, JsonPart? other, Action<int> step)
    {
        step(
            (one, other) switch
            {
                (JsonText a, JsonText b) when a.Value.Length == b.Value.Length => a.Value.Length,
                (JsonNumber a, JsonNumber b) => a.Raw.Length + b.Raw.Length,
                _ => 0,
            }
        );
        return (one, other) switch
        {
            (null, null) or (JsonNothing, JsonNothing) => true,
            (JsonText a, JsonText b) => a.Value == b.Value,
            (JsonNumber a, JsonNumber b) => a.Raw == b.Raw || Value(a) is { } value && value == Value(b),
            (JsonTruth a, JsonTruth b) => a.Value == b.Value,
            (JsonList a, JsonList b) => a.Items.Length == b.Items.Length
                && a.Items.Zip(b.Items).All(pair => Are(pair.First, pair.Second, step)),
            (JsonObject a, JsonObject b) => a.Members.Length == b.Members.Length
                && a.Members.All(member => b[member.Name] is { } there && Are(member.Value, there, step)),
            _ => false,
        };
    }

    private static decimal? Value(JsonNumber number) =>
        decimal.TryParse(
            number.Raw,
            System.Globalization.NumberStyles.Float,
            System.Globalization.CultureInfo.InvariantCulture,
            out var value
        )
            ? value
            : null;
}
