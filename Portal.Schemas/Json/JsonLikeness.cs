using Portal.Schemas.Payloads;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>Whether schemas of two documents read the same, and everything they refer to does.</summary>
/// <param name="isSame">Whether two texts are the same, where they refer to something by the same words.</param>
internal sealed class JsonLikeness(PayloadWork work, Func<JsonPart, JsonPart, Action<int>, bool> isSame)
{
    private readonly HashSet<(JsonPart, JsonPart)> _alike = new(JsonPairs.Instance);
    private readonly HashSet<(JsonPart, JsonPart)> _different = new(JsonPairs.Instance);

    public bool Of(JsonPlace one, JsonPlace other)
    {
        // Each with the pair that refers to it: where one is different, all that lead there are.
        var met = new Dictionary<(JsonPart, JsonPart), (JsonPart, JsonPart)?>(JsonPairs.Instance);
        var left = new Stack<(JsonPlace One, JsonPlace Other, (JsonPart, JsonPart)? From)>([(one, other, null)]);
        while (left.TryPop(out var next))
        {
            var pair = (next.One.Node.Json, next.Other.Node.Json);
            if (_alike.Contains(pair) || !met.TryAdd(pair, next.From))
            {
                continue;
            }

            if (
                _different.Contains(pair)
                || !isSame(pair.Item1, pair.Item2, work.Step)
                || !Lead(next.One, next.Other, left)
            )
            {
                for ((JsonPart, JsonPart)? at = pair; at is { } different; at = met[different])
                {
                    _different.Add(different);
                }

                return false;
            }
        }

        _alike.UnionWith(met.Keys);
        return true;
    }

    // The texts are the same, so they refer by the same words; where those lead is another question.
    private bool Lead(JsonPlace one, JsonPlace other, Stack<(JsonPlace, JsonPlace, (JsonPart, JsonPart)?)> left)
    {
        var isOtherDraft = one.Schema.IsRefAlone != other.Schema.IsRefAlone;
        foreach (var (reference, isAlone) in References(one.Node.Json))
        {
            // What stands beside it holds by one draft, and not by the other.
            if (isOtherDraft && !isAlone)
            {
                return false;
            }

            switch (JsonReferences.Find(one.Schema, reference), JsonReferences.Find(other.Schema, reference))
            {
                case ({ } here, { } there):
                    left.Push(
                        (new(here.Schema, here.Node), new(there.Schema, there.Node), (one.Node.Json, other.Node.Json))
                    );
                    break;
                case (null, null):
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private IEnumerable<(string Reference, bool IsAlone)> References(JsonPart json)
    {
        work.Step();
        return json switch
        {
            JsonObject made => made.Members.SelectMany(member =>
                member is { Name: "$ref", Value: JsonText reference }
                    ? [(reference.Value, new JsonSchemaNode(made, "").IsOnlyRef)]
                    : References(member.Value)
            ),
            JsonList list => list.Items.SelectMany(References),
            _ => [],
        };
    }
}
