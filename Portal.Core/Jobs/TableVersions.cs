using Portal.Core.Jobs.Tables;
using Portal.Core.Schemas;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>The schema versions that a job's table is generated from: those that the job carries, else the newest.</summary>
/// <param name="cluster">Of the topic.</param>
/// <param name="table">As the statements name it.</param>
internal sealed class TableVersions(
    PortalDb db,
    ClusterId cluster,
    string table,
    JobDefinition definition,
    PlannedTopics planned
)
{
    /// <returns>The version, null where there is none; and the one that the job ran with, where it isn't known any more.</returns>
    public async Task<(LiveSchema? Schema, TableSchema? Lost)> Read(string subject, bool isKey, CancellationToken stop)
    {
        var ran =
            definition.Schemas is not { } schemas ? null
            : isKey ? TableSchema.OfKey(schemas, table)
            : TableSchema.OfValue(schemas, table);
        var schema =
            definition.Schemas is null || planned.Registers(cluster, subject)
                ? planned.Newest(cluster, subject, await SeenSchemas.Newest(db, cluster, [subject], stop))
                : await Pinned(ran, stop);
        return (schema, schema is null ? ran : null);
    }

    // Another version in its place would be read as what it isn't.
    private async Task<LiveSchema?> Pinned(TableSchema? ran, CancellationToken stop) =>
        ran is not null
        && await SeenSchemas.Version(db, cluster, ran.Subject, ran.Version, stop) is { } seen
        && (ran.Id is null || ran.Id == seen.Newest.Id)
            ? seen
            : null;
}
