using System.Globalization;
using Portal.Schemas.Payloads;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json.Payloads;

/// <summary>Parts by what they say, so that equal ones are found without comparing each with each. Each part that is looked at counts.</summary>
internal sealed class JsonSameValue(PayloadWork work) : IEqualityComparer<JsonPart>
{
    public bool Equals(JsonPart? x, JsonPart? y) => JsonSame.Are(x, y, work.Step);

    public int GetHashCode(JsonPart part)
    {
        work.Step(
            part switch
            {
                JsonText text => text.Value.Length,
                JsonNumber number => number.Raw.Length,
                _ => 0,
            }
        );
        return part switch
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
}
