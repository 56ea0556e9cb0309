namespace Portal.LocalCluster.Registry;

/// <summary>
/// A schema registry as Confluent documents it, on a port of its own: subjects, versions, ids, levels and modes. What it doesn't have
/// answers 404, as there.
/// </summary>
public static class RegistryApi
{
    public static void MapRegistry(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Results.Json(new { }));
        routes.MapGet("/schemas/types", () => SchemaParsing.Types);
        routes.MapSubjects();
        routes.MapSchemas();
        routes.MapSettings();
    }

    // The bare text of a schema, not wrapped into JSON once more.
    public static IResult OfText(IResult found) =>
        found is IValueHttpResult { Value: SchemaContent content }
            ? Results.Text(content.Text, "application/vnd.schemaregistry.v1+json")
            : found;
}
