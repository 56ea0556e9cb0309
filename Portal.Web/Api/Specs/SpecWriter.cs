using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Portal.Core.Specs;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Specs;

/// <summary>Managed resources as documents, one after the other, as they are read.</summary>
internal sealed class SpecWriter(KindApis kinds, IOptions<JsonOptions> json)
{
    /// <param name="schema">Where editors find the documents' JSON Schema.</param>
    public async Task Write(
        TextWriter text,
        IAsyncEnumerable<ExportedSpec> resources,
        string schema,
        CancellationToken stop
    )
    {
        await text.WriteLineAsync($"# yaml-language-server: $schema={schema}");
        await foreach (var resource in resources.WithCancellation(stop))
        {
            await text.WriteLineAsync("---");
            await text.WriteLineAsync(YamlText.Of(Document(resource)));
        }
    }

    private JsonObject Document(ExportedSpec resource) =>
        new()
        {
            ["apiVersion"] = SpecReader.Version,
            ["kind"] = resource.Kind.Word,
            ["metadata"] = Metadata(resource),
            ["spec"] = Brief(
                JsonSerializer
                    .SerializeToNode(kinds.Show(resource.Kind, resource.Spec), json.Value.SerializerOptions)!
                    .AsObject()
            ),
        };

    private static JsonObject Metadata(ExportedSpec resource)
    {
        var metadata = new JsonObject
        {
            ["name"] = resource.Name,
            ["cluster"] = resource.Cluster,
            ["owner"] = resource.Owner,
        };
        if (resource.Spec.Labels.Values is { Count: > 0 } labels)
        {
            metadata["labels"] = new JsonObject(labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value)));
        }

        return metadata;
    }

    // What is left out means the same and is less to read.
    private static JsonObject Brief(JsonObject spec)
    {
        foreach (var (name, value) in spec.ToList())
        {
            if (value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 } || value.ToString().Length == 0)
            {
                spec.Remove(name);
            }
        }

        return spec;
    }
}
