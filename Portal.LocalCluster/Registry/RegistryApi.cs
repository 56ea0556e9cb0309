namespace Portal.LocalCluster.Registry;

/// <summary>
/// A schema registry as Confluent documents it, on a port of its own: subjects, versions, ids, levels and modes. What it doesn't have
/// answers 404, as there.
/// </summary>
public static class RegistryApi
{
    /// <param name="kafka">The id of the cluster that it belongs to.</param>
    public static void MapRegistry(this IEndpointRouteBuilder routes, Func<string> kafka)
    {
        routes.MapGet("/", () => Results.Json(new { }));
        routes.MapGet("/schemas/types", () => SchemaParsing.Types);
        routes.MapMetadata(kafka);
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
