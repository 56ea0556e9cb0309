using System.Globalization;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json.Payloads;

/// <summary>Parts by what they say, so that equal ones are found without comparing each with each.</summary>
internal sealed class JsonSameValue : IEqualityComparer<JsonPart>
{
    public static readonly JsonSameValue Instance = new();

    public bool Equals(JsonPart? x, JsonPart? y) => JsonSame.Are(x, y);

    public int GetHashCode(JsonPart part) =>
        part switch
        {
            JsonText text => string.GetHashCode(text.Value, StringComparison.Ordinal),
            JsonNumber number => double.Parse(number.Raw, CultureInfo.InvariantCulture).GetHashCode(),
            JsonTruth truth => truth.Value.GetHashCode(),
            JsonList list => list.Items.Aggregate(
                list.Items.Length,
                (all, item) => HashCode.Combine(all, GetHashCode(item))
            ),
            // Members in any order.
            JsonObject made => made.Members.Aggregate(
                made.Members.Length,
                (all, m) => all ^ HashCode.Combine(m.Name, GetHashCode(m.Value))
            ),
            _ => 0,
        };
}
