using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Portal.Core.Resources;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Specs;

/// <summary>The JSON Schema of a document, out of the very types that read it: editors complete and check by it.</summary>
internal sealed class SpecSchema(IEnumerable<IKindApi> kinds, IOptions<JsonOptions> json)
{
    public const string Address = "/openapi/specs.schema.json";

    private readonly Lazy<string> _text = new(() =>
        Write([.. kinds.OrderBy(k => k.Kind.Word, StringComparer.Ordinal)], json.Value.SerializerOptions)
    );

    public string Text => _text.Value;

    private static string Write(IReadOnlyList<IKindApi> kinds, JsonSerializerOptions json) =>
        new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "A resource of Portal",
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["apiVersion"] = new JsonObject { ["const"] = SpecReader.Version },
                ["kind"] = new JsonObject
                {
                    ["enum"] = new JsonArray([.. kinds.Select(k => JsonValue.Create(k.Kind.Word))]),
                },
                ["metadata"] = Metadata(),
                ["spec"] = new JsonObject { ["type"] = "object" },
                ["state"] = new JsonObject
                {
                    ["const"] = "absent",
                    ["description"] = "The resource should be deleted.",
                },
                ["typedName"] = new JsonObject
                {
                    ["type"] = "string",
                    ["description"] = "For one that should be deleted: its name, once more.",
                },
            },
            ["required"] = new JsonArray("apiVersion", "kind", "metadata"),
            ["additionalProperties"] = false,
            ["allOf"] = new JsonArray([.. kinds.Select(kind => SpecOf(kind, json))]),
            ["oneOf"] = new JsonArray(
                new JsonObject { ["required"] = new JsonArray("spec") },
                new JsonObject { ["required"] = new JsonArray("state", "typedName") }
            ),
        }.ToJsonString(new JsonSerializerOptions(json) { WriteIndented = true, MaxDepth = 64 });

    private static JsonObject Metadata()
    {
        var fields = new JsonObject
        {
            ["name"] = Text("The resource's name on its cluster."),
            ["cluster"] = Text("The cluster's name."),
            ["owner"] = Text("The name of the team that owns it."),
        };
        var required = fields.Select(field => JsonValue.Create(field.Key)).ToArray();
        fields["labels"] = LabelsOf();
        return new()
        {
            ["type"] = "object",
            ["properties"] = fields,
            ["required"] = new JsonArray([.. required]),
            ["additionalProperties"] = false,
        };

        static JsonObject Text(string description) =>
            new()
            {
                ["type"] = "string",
                ["minLength"] = 1,
                ["description"] = description,
            };
    }

    private static JsonObject LabelsOf() =>
        new()
        {
            ["type"] = "object",
            ["description"] = "Its labels: its owner's own words about it, by key.",
            ["maxProperties"] = Labels.Most,
            ["propertyNames"] = new JsonObject { ["pattern"] = Labels.KeyPattern, ["maxLength"] = Labels.LongestKey },
            ["additionalProperties"] = new JsonObject
            {
                ["type"] = new JsonArray("string", "number", "boolean"),
                ["minLength"] = 1,
                ["maxLength"] = Labels.LongestValue,
            },
        };

    private static JsonObject SpecOf(IKindApi kind, JsonSerializerOptions json) =>
        new()
        {
            ["if"] = new JsonObject
            {
                ["properties"] = new JsonObject { ["kind"] = new JsonObject { ["const"] = kind.Kind.Word } },
            },
            ["then"] = new JsonObject
            {
                ["properties"] = new JsonObject
                {
                    ["spec"] = json.GetJsonSchemaAsNode(
                        kind.Spec,
                        new JsonSchemaExporterOptions
                        {
                            TreatNullObliviousAsNonNullable = true,
                            TransformSchemaNode = Described,
                        }
                    ),
                },
            },
        };

    private static JsonNode Described(JsonSchemaExporterContext context, JsonNode schema)
    {
        var words = context
            .PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false)
            .OfType<DescriptionAttribute>()
            .FirstOrDefault();
        if (words is not null && schema is JsonObject fields)
        {
            fields["description"] = words.Description;
        }

        // A setting's text needs no quotes.
        if (schema is JsonObject value && !context.Path.IsEmpty && context.Path[^1] == "additionalProperties")
        {
            value["type"] = new JsonArray("string", "number", "boolean");
        }

        return schema;
    }
}
