using System.ComponentModel;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;

namespace Portal.Web.Api.Jobs;

/// <summary>A schema version that a table of the run was generated from, and the newest one.</summary>
public sealed record JobSchemaDto(
    [property: Description("As the statements name it: cluster.topic.")] string Table,
    string Subject,
    [property: Description("The version that runs; null where the topic had no schema when the job was started.")]
        int? Version,
    [property: Description("Its id in the registry; null where the change that started the job registered it.")]
        int? Id,
    [property: Description("The newest version that was seen; the one that runs where there is no other.")] int Newest
)
{
    /// <summary>Null where they aren't known: nothing of it runs, or it was started before the portal kept them.</summary>
    public static IReadOnlyList<JobSchemaDto>? Of(JobDetails found) =>
        found.Row.Run is { State: JobRunState.Alive, Definition.Schemas: { } schemas }
            ?
            [
                .. schemas
                    .Select(schema => Of(schema, found.NewerSchemas))
                    .Concat(found.NewerSchemas.Where(newer => newer.Runs is null).Select(Of))
                    .OrderBy(schema => schema.Table, StringComparer.Ordinal),
            ]
            : null;

    private static JobSchemaDto Of(TableSchema schema, IReadOnlyList<NewerSchema> newer) =>
        new(
            schema.Table,
            schema.Subject,
            schema.Version,
            schema.Id,
            newer.FirstOrDefault(n => n.Table == schema.Table)?.Registered.Version ?? schema.Version
        );

    private static JobSchemaDto Of(NewerSchema first) =>
        new(first.Table, first.Registered.Subject, null, null, first.Registered.Version);
}

/// <summary>A table that is generated from another schema version than the one that runs.</summary>
public sealed record JobSchemaMoveDto(
    string Table,
    [property: Description("What runs, as orders-value version 3; null where the topic had no schema.")] string? From,
    [property: Description("What is started; null where the topic has no schema any more.")] string? To,
    [property: Description("Columns, each as `note STRING`.")] IReadOnlyList<string> Added,
    [property: Description("Columns, by name.")] IReadOnlyList<string> Removed,
    [property: Description("Columns whose type changes, each as `amount INT to BIGINT`.")]
        IReadOnlyList<string> Changed,
    [property: Description("Columns that both have come in another order.")] bool Reordered,
    [property: Description("False: one of both tables couldn't be generated, and which columns change isn't known.")]
        bool Compared
)
{
    public static JobSchemaMoveDto Of(SchemaMove move) =>
        new(
            move.Table,
            move.From?.InWords,
            move.To?.InWords,
            move.Added,
            move.Removed,
            move.Retyped,
            move.IsReordered,
            move.IsCompared
        );
}
