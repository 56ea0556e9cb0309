using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Schemas;

namespace Portal.Web.Api.Schemas;

/// <summary>Schemas: listed and shown. Registering and changing them is asked for as a change.</summary>
internal static class SchemaRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var schemas = v1.MapGroup("/schemas").WithTags("Schemas");
        schemas
            .MapGet("", List)
            .WithName("listSchemas")
            .WithSummary("Subjects by cluster and name, filtered by the query");
        schemas
            .MapGet("/{cluster}/{subject}", Get)
            .Refuses(404)
            .WithName("getSchema")
            .WithSummary("A subject: its versions, level and drift");
        PayloadRoutes.Map(schemas);
    }

    private static async Task<Ok<Page<SchemaRowDto>>> List(
        string? environment,
        [Description("A cluster's name.")] string? cluster,
        [Description("The owning team's name.")] string? owner,
        [Description("A part of the name.")] string? search,
        [Description("A part of the name, or of the path of a field of the newest version.")] string? q,
        [Description("`next` of the page before.")] string? after,
        [Description("1 to 200; 50 when left out.")] int? limit,
        SchemaCatalogue schemas,
        SchemaSearch finder,
        CancellationToken stop
    )
    {
        var size = Paging.Size(limit);
        var all = q is { Length: > 0 } ? await finder.Find(environment, q, stop) : await schemas.All(environment, stop);
        var rows = all.Where(s => cluster is null || s.Cluster == cluster)
            .Where(s => owner is null || s.Owner == owner)
            .Where(s => search is null || s.Subject.Contains(search, StringComparison.OrdinalIgnoreCase))
            .Where(s => after is null || string.CompareOrdinal(Key(s), after) > 0)
            .OrderBy(Key, StringComparer.Ordinal)
            .Take(size + 1)
            .ToList();
        // Where the name has it, no field is named.
        var byField = q is { Length: > 0 }
            ? rows.Where(s => !s.Subject.Contains(q, StringComparison.OrdinalIgnoreCase))
                .Select(s => s.Subject)
                .ToList()
            : [];
        var fields = await finder.Fields(q ?? "", byField, stop);
        return TypedResults.Ok(
            Paging.Of(
                rows,
                size,
                row => SchemaRowDto.Of(row, fields.GetValueOrDefault((row.Cluster, row.Subject))),
                Key
            )
        );
    }

    private static async Task<Results<Ok<SchemaDto>, ProblemHttpResult>> Get(
        string cluster,
        string subject,
        SchemaCatalogue schemas,
        SubjectUses uses,
        CancellationToken stop
    ) =>
        await schemas.Get(cluster, PathPart.Name(subject), stop) is { } found
            ? TypedResults.Ok(SchemaDto.Of(found, await uses.Of(found.Registry.Id, found.Row.Subject, stop)))
            : Problem.NotFound($"No schema {PathPart.Name(subject)} is known on a cluster named {cluster}.");

    private static string Key(SchemaRow row) => $"{row.Cluster}/{row.Subject}";
}
