using System.Text.Json.Nodes;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Runs;

/// <summary>What was there when a step's intent was written; null: nothing was.</summary>
public sealed record BeforeImage(ResourceState? State)
{
    // Runs that were begun before there was more than one kind have it as "topic".
    private const string FirstForm = "topic";

    public static BeforeImage Read(string json)
    {
        var image = JsonNode.Parse(json)!.AsObject();
        if (image.Remove(FirstForm, out var topic))
        {
            if (topic is JsonObject state)
            {
                state["kind"] = FirstForm;
            }

            image["state"] = topic;
        }

        return CoreJson.Read<BeforeImage>(image.ToJsonString());
    }
}
