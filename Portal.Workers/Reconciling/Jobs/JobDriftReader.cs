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
        // Runs that Flink forgot are kept for long: what is carried is read of the newest run alone.
        var newest = await NewestRuns
            .Of(db, [cluster], names)
            .ToDictionaryAsync(j => j.Name, StringComparer.Ordinal, stop);
        var alive = (
            await db.Set<SeenJob>()
                .Where(j => j.ClusterId == cluster && j.GoneAt == null)
                .Select(j => new { j.Name, j.Status })
                .ToListAsync(stop)
        )
            .Where(j => !FlinkStatus.IsOver(j.Status))
            .ToLookup(j => j.Name, StringComparer.Ordinal);
        return new(
            resources,
            resource =>
                readAt > resource.UpdatedAt
                && newest.GetValueOrDefault(resource.Name) is var run
                && IsSeenSince(run, resource.UpdatedAt)
                    ? Drift(resource, run, alive[resource.Name].Count())
                    : null,
            -1
        );
    }

    // A reading that was cut leaves what it didn't reach as it was: an older run is no proof of what runs since.
    private static bool IsSeenSince(SeenJob? run, DateTimeOffset changed) =>
        run is null || (run.GoneAt ?? run.SeenAt) > changed;

    private IReadOnlyList<DriftedField> Drift(Resource resource, SeenJob? newest, int alive) =>
        kinds.Of(Kind).Drift(resource.Read(kinds), newest?.ToLive(null, Math.Max(0, alive - 1)));
}
