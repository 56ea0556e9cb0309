using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Workers.Reconciling.Jobs;

/// <summary>Jobs as they were last seen at their Flink.</summary>
public sealed class JobDriftReader(ResourceKinds kinds) : IDriftReader
{
    public ResourceKind Kind => JobKind.Word;

    public async Task<DriftLook> Look(PortalDb db, ClusterId cluster, DriftMark mark, CancellationToken stop)
    {
        // The time before the rows: what they tell is then as young as it says, or younger.
        var readAt = await db.Set<FlinkReading>()
            .Where(r => r.ClusterId == cluster)
            .Select(r => r.ReadAt)
            .SingleOrDefaultAsync(stop);
        var resources = await db.Set<Resource>()
            .AsNoTracking()
            .Where(r => r.ClusterId == cluster && r.Kind == Kind && r.GoneAt == null)
            .ToListAsync(stop);
        var names = resources.Select(r => r.Name).ToArray();
        var runs = (
            await db.Set<SeenJob>()
                .AsNoTracking()
                .Where(j => j.ClusterId == cluster && names.Contains(j.Name))
                .ToListAsync(stop)
        ).ToLookup(j => j.Name, StringComparer.Ordinal);
        return new(
            resources,
            resource => readAt > resource.UpdatedAt ? Drift(resource, runs[resource.Name]) : null,
            -1
        );
    }

    private IReadOnlyList<DriftedField> Drift(Resource resource, IEnumerable<SeenJob> runs)
    {
        var newest = runs.OrderBy(r => r.State).ThenByDescending(r => r.StartedAt).FirstOrDefault();
        var others = Math.Max(0, runs.Count(r => r.State == JobRunState.Alive) - 1);
        return kinds.Of(Kind).Drift(resource.Read(kinds), newest?.ToLive(null, others));
    }
}
