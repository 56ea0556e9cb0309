using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Workers.Planning.Jobs;

/// <summary>A job that the portal manages.</summary>
/// <param name="JobId">The run that was last recorded.</param>
/// <param name="Since">When it came to be managed: runs of its name after that are its own.</param>
/// <param name="Seen">Those of them that were seen, with what they carried: Flink may have forgotten them since.</param>
internal sealed record KnownJob(string JobId, DateTimeOffset Since, IReadOnlyDictionary<string, JobDefinition?> Seen)
{
    /// <summary>
    /// By name, the runs that the portal knew of those that it manages. The first is seen before it is stable, and the job managed from then on:
    /// it is known by its record, which is made together with the job's.
    /// </summary>
    public static async Task<Dictionary<string, KnownJob>> Of(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        CancellationToken stop
    )
    {
        var rows = await (
            from resource in db.Set<Resource>()
            join i in db.Set<Incarnation>()
                on new
                {
                    resource.Kind,
                    resource.ClusterId,
                    resource.Name,
                } equals new
                {
                    i.Kind,
                    i.ClusterId,
                    i.Name,
                }
            where resource.Kind == JobKind.Word && resource.ClusterId == cluster && resource.GoneAt == null
            where names.Contains(resource.Name)
            orderby i.Id
            select new
            {
                resource.Name,
                i.EngineId,
                RecordedAt = i.FirstSeenAt,
                resource.CreatedAt,
            }
        ).ToListAsync(stop);
        var seen = (
            await db.Set<SeenJob>()
                .Where(j => j.ClusterId == cluster && names.Contains(j.Name))
                .Select(j => new
                {
                    j.Name,
                    j.JobId,
                    j.FirstSeenAt,
                    j.Definition,
                })
                .ToListAsync(stop)
        ).ToLookup(j => j.Name, StringComparer.Ordinal);
        return rows.GroupBy(r => r.Name)
            .ToDictionary(
                g => g.Key,
                g => new KnownJob(
                    g.Last().EngineId,
                    g.Last().CreatedAt,
                    seen[g.Key]
                        .Where(j =>
                            j.FirstSeenAt > g.Last().CreatedAt
                            || g.Any(r => r.EngineId == j.JobId && r.RecordedAt >= r.CreatedAt)
                            || j.JobId == g.Last().EngineId
                        )
                        .ToDictionary(j => j.JobId, j => j.Definition, StringComparer.Ordinal)
                ),
                StringComparer.Ordinal
            );
    }
}
