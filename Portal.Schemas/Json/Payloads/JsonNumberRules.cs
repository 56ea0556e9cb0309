using Portal.Schemas.Payloads;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json.Payloads;

/// <summary>Keywords for numbers ("Validation", 6.2).</summary>
internal static class JsonNumberRules
{
    public static void Check(JsonMeeting at, JsonNumber number)
    {
        var (minimum, maximum) = (at["minimum"] as JsonNumber, at["maximum"] as JsonNumber);
        // Draft 4 writes true beside the bound; later drafts write the bound itself.
        var (above, below) = (at["exclusiveMinimum"], at["exclusiveMaximum"]);
        Bound(at, number, minimum, "minimum", above is JsonTruth { Value: true }, isUpper: false);
        Bound(at, number, maximum, "maximum", below is JsonTruth { Value: true }, isUpper: true);
        Bound(at, number, above as JsonNumber, "exclusiveMinimum", isExclusive: true, isUpper: false);
        Bound(at, number, below as JsonNumber, "exclusiveMaximum", isExclusive: true, isUpper: true);
        if (at["multipleOf"] is JsonNumber step && !JsonNumbers.IsMultiple(number, step))
        {
            at.Wrong("multipleOf", $"Expected a multiple of {step.Raw}, found {PayloadWords.Found(number)}.");
        }
    }

    private static void Bound(
        JsonMeeting at,
        JsonNumber number,
        JsonNumber? bound,
        string rule,
        bool isExclusive,
        bool isUpper
    )
    {
        if (bound is null)
        {
            return;
        }

        var side = JsonNumbers.Compare(number, bound) * (isUpper ? 1 : -1);
        if (side > 0 || (isExclusive && side == 0))
        {
            var word = (isUpper, isExclusive) switch
            {
                (true, true) => "less than",
                (true, false) => "at most",
                (false, true) => "more than",
                _ => "at least",
            };
            at.Wrong(rule, $"Expected {word} {bound.Raw}, found {PayloadWords.Found(number)}.");
        }
    }
}
