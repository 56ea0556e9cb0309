using System.Text.Json.Nodes;

namespace Portal.Core.Changes.Plans;

/// <summary>
/// Plans as they were stored before there was more than one kind: steps named a cluster and a topic, bases held topics. Brings them into the
/// form of today; their bytes and their hash stay as they were approved.
/// </summary>
internal static class FirstForm
{
    private const string Kind = "topic";

    public static string Body(string canonical)
    {
        var plan = JsonNode.Parse(canonical)!.AsObject();
        foreach (var step in plan["steps"]!.AsArray())
        {
            Name(step!.AsObject());
        }

        plan["base"] = new JsonArray([.. plan["base"]!.AsArray().Select(known => Base(known!.AsObject()))]);
        return plan.ToJsonString();
    }

    public static string Evidence(string evidence)
    {
        var seen = JsonNode.Parse(evidence)!.AsObject();
        var resources = seen["topics"]!.DeepClone().AsArray();
        foreach (var resource in resources.Select(r => r!.AsObject()))
        {
            Name(resource);
            resource["kind"] = Kind;
            Rename(resource, "going", "dataLoss");
        }

        return new JsonObject { ["resources"] = resources }.ToJsonString();
    }

    private static JsonObject Base(JsonObject known)
    {
        var resources = known["topics"]!.DeepClone().AsObject();
        foreach (var topic in resources.Select(r => r.Value).OfType<JsonObject>())
        {
            topic["kind"] = Kind;
        }

        return new JsonObject
        {
            ["kind"] = Kind,
            ["cluster"] = known["cluster"]!.DeepClone(),
            ["engineId"] = known["engineId"]!.DeepClone(),
            ["resources"] = resources,
        };
    }

    private static void Name(JsonObject of)
    {
        of["on"] = new JsonObject
        {
            ["kind"] = Kind,
            ["cluster"] = of["cluster"]!.DeepClone(),
            ["name"] = of["topic"]!.DeepClone(),
        };
        of.Remove("cluster");
        of.Remove("topic");
    }

    private static void Rename(JsonObject of, string from, string to)
    {
        of[to] = of[from]?.DeepClone();
        of.Remove(from);
    }
}
