using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Quartz;

namespace Portal.Workers.Reconciling;

/// <summary>
/// Records where managed resources differ from what is wanted, and ends the record when they no longer do. It looks at what
/// the collectors saw, writes to no cluster, and repairs nothing: somebody may have had a reason. Of a kind whose reader knows
/// whether something was seen anew, a look compares what may have changed since the one before, in what was seen or in what is wanted; of the
/// others, all that is managed.
/// </summary>
[DisallowConcurrentExecution]
public sealed class DriftWatch(
    IDbContextFactory<PortalDb> store,
    ResourceKinds kinds,
    IEnumerable<IDriftReader> readers,
    TimeProvider clock
) : IJob
{
    private readonly Dictionary<ResourceKind, IDriftReader> _byKind = readers.ToDictionary(r => r.Kind);
    private readonly Dictionary<(ResourceKind, ClusterId), DriftMark> _marks = [];

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await Look(cancellationToken);

    public async Task Look(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        // What was seen of a cluster is deleted some time after it was deregistered: that says nothing of what is there.
        var managed = await (
            from resource in db.Set<Resource>()
            join cluster in db.Set<Cluster>() on resource.ClusterId equals cluster.Id
            where resource.GoneAt == null && cluster.DeregisteredAt == null
            select new { resource.Kind, resource.ClusterId }
        )
            .Distinct()
            .ToListAsync(stop);
        foreach (var here in managed)
        {
            await Look(here.Kind, here.ClusterId, stop);
        }
    }

    private async Task Look(ResourceKind kind, ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var mark = _marks.GetValueOrDefault((kind, cluster)) ?? DriftMark.Nothing;
        var began = clock.GetUtcNow();
        // The locks before what they guard: a change that ends meanwhile is left to the next look.
        var locked = await db.Set<RunTarget>()
            .Where(t => t.ClusterId == cluster && t.Kind == kind)
            .Select(t => t.Name)
            .ToHashSetAsync(StringComparer.Ordinal, stop);
        var look = await _byKind[kind].Look(db, cluster, mark, stop);
        var ids = look.Changed.Select(r => r.Id).ToArray();
        var open = (
            await db.Set<Drift>().Where(d => d.EndedAt == null && ids.Contains(d.ResourceId)).ToListAsync(stop)
        ).ToLookup(d => d.ResourceId);
        var undecided = new List<ResourceId>();
        foreach (var resource in look.Changed)
        {
            var isLocked = locked.Contains(kinds.Of(kind).LockKey(resource.Name));
            if (!isLocked && look.Drifted(resource) is { } drifted)
            {
                Compare(db, resource, drifted, [.. open[resource.Id]]);
            }
            else
            {
                undecided.Add(resource.Id);
            }
        }

        await SeenNotice.Save(db, cluster, stop);
        _marks[(kind, cluster)] = mark.Next(began, look, undecided);
    }

    private void Compare(PortalDb db, Resource resource, IReadOnlyList<DriftedField> drifted, List<Drift> open)
    {
        var now = clock.GetUtcNow();
        foreach (var field in drifted)
        {
            if (open.Find(d => d.Field == field.Field) is { } known)
            {
                (known.Wanted, known.Live, known.SeenAt) = (field.Wanted, field.Live, now);
                continue;
            }

            db.Add(
                new Drift
                {
                    ResourceId = resource.Id,
                    Field = field.Field,
                    Wanted = field.Wanted,
                    Live = field.Live,
                    FirstSeenAt = now,
                    SeenAt = now,
                }
            );
            Note(
                db,
                resource,
                "drift.seen",
                $"{field.Field} of {resource.Name} is {field.Live ?? "its default"}; wanted is {field.Wanted ?? "its default"}."
            );
        }

        foreach (var gone in open.Where(d => drifted.All(f => f.Field != d.Field)))
        {
            gone.EndedAt = now;
            Note(db, resource, "drift.ended", $"{gone.Field} of {resource.Name} is as wanted again.");
        }
    }

    private void Note(PortalDb db, Resource resource, string kind, string words) =>
        db.Add(
            new AuditEvent
            {
                At = clock.GetUtcNow(),
                Actor = Actor.Reconciler,
                Kind = kind,
                ClusterId = resource.ClusterId,
                Subject = resource.Name,
                Words = words,
            }
        );
}
