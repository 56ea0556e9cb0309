using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
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
            .Refuses(422)
            .WithName("listSchemas")
            .WithSummary("Subjects by cluster and name, filtered by the query");
        schemas
            .MapGet("/{cluster}/{subject}", Get)
            .Refuses(404)
            .WithName("getSchema")
            .WithSummary("A subject: its versions, level and drift");
        PayloadRoutes.Map(schemas);
    }

    private static async Task<Results<Ok<Page<SchemaRowDto>>, ProblemHttpResult>> List(
        [AsParameters] SchemaNarrowing narrowing,
        SchemaCatalogue schemas,
        SchemaList list,
        SchemaSearch finder,
        CancellationToken stop
    )
    {
        var read = narrowing.Read(await schemas.Registries(stop));
        if (read is Outcome<Func<SchemaRow, bool>>.Refused(var why))
        {
            return Problem.Of(why);
        }

        var takes = ((Outcome<Func<SchemaRow, bool>>.Done)read).Value;
        var (q, size) = (narrowing.Q, Paging.Size(narrowing.Limit));
        var rows = await list.Page(narrowing.Filter, takes, narrowing.After, size + 1, stop);
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
                row => $"{row.Cluster}/{row.Subject}"
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
}
