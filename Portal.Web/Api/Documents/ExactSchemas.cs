using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Portal.Web.Api.Documents;

/// <summary>Says exactly what the framework's description of a type says loosely: what a number holds, and where null belongs.</summary>
internal static class ExactSchemas
{
    /// <summary>A whole number beyond its type can't be read.</summary>
    public static Task Bounds(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        var (least, most) = schema.Format switch
        {
            "int32" => (int.MinValue, int.MaxValue),
            "int64" => (long.MinValue, long.MaxValue),
            _ => (0L, 0L),
        };
        if (most > 0)
        {
            schema.Minimum ??= least.ToString(CultureInfo.InvariantCulture);
            schema.Maximum ??= most.ToString(CultureInfo.InvariantCulture);
        }

        return Task.CompletedTask;
    }

    /// <summary>How long each text of a list may be, which the framework has no word for.</summary>
    public static Task Items(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        if (
            schema.Items is OpenApiSchema item
            && context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(EachLengthAttribute), false)
                is [EachLengthAttribute each]
        )
        {
            item.MaxLength = each.Most;
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// An enum that is null somewhere has null among its words everywhere, and a value that may be anything may be null: with
    /// <c>oneOf</c> null then fits twice, which is as wrong as not at all.
    /// </summary>
    public static Task Nulls(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken stop
    )
    {
        foreach (var schema in document.Components?.Schemas?.Values ?? [])
        {
            schema.Enum?.Remove(null!);
            foreach (var property in schema.Properties?.Values ?? [])
            {
                Loosen(property);
            }
        }

        return Task.CompletedTask;
    }

    private static void Loosen(IOpenApiSchema schema)
    {
        if (schema is OpenApiSchema { OneOf: { } choices } own && choices.Any(c => c.Type == JsonSchemaType.Null))
        {
            (own.AnyOf, own.OneOf) = (choices, null);
        }
    }
}
