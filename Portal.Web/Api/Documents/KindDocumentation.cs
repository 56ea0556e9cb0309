using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Documents;

/// <summary>
/// Where kinds differ, the document says how, from the list of kinds: a spec is one of theirs, and which one is told by the
/// resource's <c>kind</c>. A new kind adds itself.
/// </summary>
internal sealed class KindDocumentation(IEnumerable<IKindApi> kinds) : IOpenApiSchemaTransformer
{
    private const string Discriminator = "kind";

    public async Task TransformAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken stop
    )
    {
        var parts = Parts(context.JsonTypeInfo.Type).ToList();
        if (context.JsonPropertyInfo is not null || parts.Count == 0 || schema.Properties is not { } properties)
        {
            return;
        }

        var document = context.Document!;
        var variants = kinds.ToDictionary(kind => kind.Kind.Word, _ => new OpenApiSchema(), StringComparer.Ordinal);
        foreach (var (name, part, isNullable) in parts)
        {
            var types = new List<IOpenApiSchema>();
            foreach (var kind in kinds)
            {
                var type = part == KindPart.Spec ? kind.Spec : kind.Evidence;
                document.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, null, stop));
                types.Add(new OpenApiSchemaReference(type.Name, document));
                var variant = variants[kind.Kind.Word];
                variant.Properties ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
                variant.Properties[name] = OneOf([types[^1]], isNullable, null);
            }

            properties[name] = OneOf(types, isNullable, properties[name].Description);
        }

        if (properties.ContainsKey(Discriminator))
        {
            Discriminate(schema, context.JsonTypeInfo.Type.Name, variants, document);
        }
    }

    private static void Discriminate(
        OpenApiSchema schema,
        string type,
        Dictionary<string, OpenApiSchema> variants,
        OpenApiDocument document
    )
    {
        schema.OneOf = [];
        schema.Discriminator = new OpenApiDiscriminator
        {
            PropertyName = Discriminator,
            Mapping = new Dictionary<string, OpenApiSchemaReference>(StringComparer.Ordinal),
        };
        foreach (var (word, variant) in variants)
        {
            var name = $"{char.ToUpperInvariant(word[0])}{word[1..]}{type}";
            variant.Type = JsonSchemaType.Object;
            variant.Required = new HashSet<string>(StringComparer.Ordinal) { Discriminator };
            variant.Properties![Discriminator] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [word] };
            document.AddComponent(name, variant);
            schema.OneOf.Add(new OpenApiSchemaReference(name, document));
            schema.Discriminator.Mapping[word] = new OpenApiSchemaReference(name, document);
        }
    }

    private static IOpenApiSchema OneOf(List<IOpenApiSchema> types, bool isNullable, string? description) =>
        types.Count == 1 && !isNullable
            ? types[0]
            : new OpenApiSchema
            {
                Description = description,
                OneOf = isNullable ? [new OpenApiSchema { Type = JsonSchemaType.Null }, .. types] : types,
            };

    private static IEnumerable<(string Name, KindPart Part, bool IsNullable)> Parts(Type type) =>
        from property in type.GetProperties()
        let spoken = property.GetCustomAttribute<OfKindAttribute>()
        where spoken is not null
        select (JsonNamingPolicy.CamelCase.ConvertName(property.Name), spoken.Part, spoken.IsNullable);
}
