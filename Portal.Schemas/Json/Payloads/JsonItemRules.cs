using Portal.Schemas.Payloads;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json.Payloads;

/// <summary>Keywords for arrays ("Core", 10.3.1 and 11.2; "Validation", 6.4). Before 2020-12 the first items are “items” themselves.</summary>
internal static class JsonItemRules
{
    public static void Check(JsonMeeting at, JsonList value)
    {
        Count(at, value.Items.Length);
        var first = (at["prefixItems"] ?? at["items"]) as JsonList;
        var rest = first is not null && at["prefixItems"] is null ? at["additionalItems"] : at["items"];
        var firstCount = first?.Items.Length ?? 0;
        for (var i = 0; i < value.Items.Length; i++)
        {
            if ((i < firstCount ? first!.Items[i] : rest) is { } schema)
            {
                at.Outcome.IncludePart(Of(at, schema, value.Items[i], i));
                at.Outcome.FirstItems = i + 1;
            }
        }

        Contained(at, value);
        if (at["uniqueItems"] is JsonTruth { Value: true })
        {
            Unique(at, value);
        }

        if (at["unevaluatedItems"] is { } others)
        {
            for (var i = 0; i < value.Items.Length; i++)
            {
                if (!at.Outcome.Took(i))
                {
                    at.Outcome.IncludePart(Of(at, others, value.Items[i], i));
                }
            }

            at.Outcome.FirstItems = value.Items.Length;
        }
    }

    private static JsonOutcome Of(JsonMeeting at, JsonPart schema, JsonPart item, int index) =>
        at.Of(schema, item, PayloadWords.Item(at.Path, index));

    private static void Count(JsonMeeting at, int count)
    {
        if (at.Count("minItems") is { } least && count < least)
        {
            at.Wrong("minItems", $"Expected at least {least} items, found {count}.");
        }

        if (at.Count("maxItems") is { } most && count > most)
        {
            at.Wrong("maxItems", $"Expected at most {most} items, found {count}.");
        }
    }

    private static void Contained(JsonMeeting at, JsonList value)
    {
        if (at["contains"] is not { } schema)
        {
            return;
        }

        var found = 0;
        for (var i = 0; i < value.Items.Length; i++)
        {
            if (Of(at, schema, value.Items[i], i).IsValid)
            {
                found++;
                at.Outcome.Take(i);
            }
        }

        var least = at.Count("minContains") ?? 1;
        if (found < least)
        {
            at.Wrong("contains", $"Expected at least {least} items that fit “contains”, found {found}.");
        }

        if (at.Count("maxContains") is { } most && found > most)
        {
            at.Wrong("maxContains", $"Expected at most {most} items that fit “contains”, found {found}.");
        }
    }

    private static void Unique(JsonMeeting at, JsonList value)
    {
        var seen = new Dictionary<JsonPart, int>(new JsonSameValue(at.Judge.Work));
        for (var i = 0; i < value.Items.Length; i++)
        {
            if (!seen.TryAdd(value.Items[i], i))
            {
                at.Outcome.Add(
                    PayloadWords.Item(at.Path, i),
                    value.Items[i],
                    "uniqueItems",
                    $"Items have to be unique, and this one is the same as item {seen[value.Items[i]]}."
                );
            }
        }
    }
}
