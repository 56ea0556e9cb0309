using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Portal.Core.Changes.Requests;
using Portal.Web.Api.Changes;
using Portal.Web.Api.Kinds;
using Portal.Web.Api.Specs;

namespace Portal.Web.Features.Requests;

/// <summary>A request as a script would send it: the very body that the API takes.</summary>
internal sealed class RequestText(KindApis kinds, IOptions<JsonOptions> json)
{
    private readonly JsonSerializerOptions _indented = new(json.Value.SerializerOptions) { WriteIndented = true };

    /// <param name="portal">The portal's own address, with a slash at its end.</param>
    public string Curl(ChangeDraft draft, string portal) =>
        $"""
            curl -X POST {portal}api/v1/changes \
              -H "Authorization: Bearer $PORTAL_TOKEN" \
              -H "Content-Type: application/json" \
              -H "Idempotency-Key: $(uuidgen)" \
              --data-binary @- <<'JSON'
            {Body(draft).ToJsonString(_indented)}
            JSON
            """;

    public string Yaml(ChangeDraft draft) => YamlText.Of(Body(draft));

    private JsonObject Body(ChangeDraft draft)
    {
        var dto = new ChangeRequestDto(
            draft.Owner,
            [.. draft.Resources.Select(resource => Resource(resource))],
            draft.Title,
            draft.Reason.Trim()
        );
        var body = JsonSerializer.SerializeToNode(dto, json.Value.SerializerOptions)!.AsObject();
        WithoutNothing(body);
        return body;
    }

    private ResourceRequestDto Resource(ResourceDraft resource) =>
        new(
            resource.Kind.Word,
            resource.Operation,
            resource.Cluster,
            resource.Name,
            resource.Owner,
            Element(kinds.Show(resource.Kind, resource.Spec)),
            resource.TypedName,
            resource.DependsOn,
            Element(kinds.Show(resource.Kind, resource.Base)),
            resource.Labels?.Values,
            resource.BaseLabels?.Values,
            resource.IsPermanent ? true : null
        );

    private JsonElement? Element(object? shown) =>
        shown is null ? null : JsonSerializer.SerializeToElement(shown, json.Value.SerializerOptions);

    // What is left out means the same and is less to read.
    private static void WithoutNothing(JsonNode node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list.OfType<JsonNode>())
            {
                WithoutNothing(item);
            }
        }
        else if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields.ToList())
            {
                if (
                    value is null
                    || (value is JsonValue text && text.TryGetValue<string>(out var words) && words == "")
                )
                {
                    fields.Remove(name);
                }
                else
                {
                    WithoutNothing(value);
                }
            }
        }
    }
}
