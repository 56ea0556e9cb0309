using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>
/// Lists of jobs by cluster and name, paged by key. How a job is only its whole row shows: those of a few Flinks at a time are put together, from the first
/// that may be on the page, until it is full.
/// </summary>
public sealed class JobList(
    IDbContextFactory<PortalDb> store,
    ResourceKinds kinds,
    IClusterHealth health,
    TimeProvider clock
)
{
    private readonly JobRows _rows = new(kinds, health, clock);

    /// <param name="environment">Null: of all.</param>
    /// <param name="cluster">Its name; null: of all.</param>
    /// <param name="takes">Leaves out other jobs.</param>
    /// <param name="after"><c>cluster/name</c> of the last one of the page before; null: from the beginning.</param>
    public async Task<IReadOnlyList<JobRow>> Page(
        string? environment,
        string? cluster,
        Func<JobRow, bool> takes,
        string? after,
        int take,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var flinks = (await FlinkRows.Of(db, cluster).ToListAsync(stop))
            .Where(flink => environment is null || flink.Environment == environment)
            .ToDictionary(flink => flink.Id.Value);
        var place = ListPlace.After(flinks.Values.Select(flink => (flink.Id, flink.Cluster)), after);
        var page = new List<JobRow>();
        var (read, many) = (0, 1);
        while (read < place.Clusters.Length && page.Count < take)
        {
            var some = place.Clusters.Skip(read).Take(many).Select(id => flinks[id]).ToList();
            var rows = await _rows.Of(db, some, name: null, owners: null, stop);
            page.AddRange(
                rows.Where(takes)
                    .Select(row => (Row: row, Key: $"{row.Cluster}/{row.Name}"))
                    .Where(row => after is null || string.CompareOrdinal(row.Key, after) > 0)
                    .OrderBy(row => row.Key, StringComparer.Ordinal)
                    .Select(row => row.Row)
            );
            (read, many) = (read + many, many * 4);
        }

        return [.. page.Take(take)];
    }
}
