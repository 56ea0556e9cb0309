using System.Text.Json.Nodes;
using Portal.Schemas.Text;
using JsonObject = Portal.Schemas.Text.JsonObject;

namespace Portal.Schemas.Json.Payloads;

/// <summary>A number for an example, within its bounds and a multiple of its step.</summary>
internal static class JsonExampleNumber
{
    public static JsonNode Of(JsonObject schema)
    {
        var isWhole = JsonValueRules.Types(schema["type"]).Contains("integer");
        var step = JsonNumbers.Exact(schema["multipleOf"]) is { } multiple and > 0 ? multiple : (decimal?)null;
        var (least, most) = (Bound(schema, "inimum", above: true), Bound(schema, "aximum", above: false));
        var number = isWhole || step is not null ? 1m : 1.5m;
        number = least > number ? least.Value : number;
        number = most < number ? most.Value : number;
        if (isWhole)
        {
            number = number == least ? Math.Ceiling(number) : Math.Floor(number);
        }

        if (step is { } by)
        {
            number = Math.Ceiling(number / by) * by;
            number -= number > most ? by : 0;
        }

        return JsonValue.Create(number);
    }

    // Of an exclusive bound the next number: a whole one, where it is one.
    private static decimal? Bound(JsonObject schema, string word, bool above)
    {
        var (inside, outside) = (JsonNumbers.Exact(schema[$"m{word}"]), JsonNumbers.Exact(schema[$"exclusiveM{word}"]));
        var isOutside = schema[$"exclusiveM{word}"] is JsonTruth { Value: true };
        var next = (isOutside ? inside : outside) + (above ? 1 : -1);
        return (isOutside ? null : inside, next) switch
        {
            ({ } a, { } b) => above ? Math.Max(a, b) : Math.Min(a, b),
            var (a, b) => a ?? b,
        };
    }
}
