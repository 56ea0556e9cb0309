using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Store;

namespace Portal.Workers.Applying;

/// <summary>What the portal manages after a change: the wanted state, the owner, and which incarnation carries the name.</summary>
public sealed class ManagedRecords(TimeProvider clock)
{
    /// <param name="incarnations">The engine's id by cluster and topic, of what is there now.</param>
    public async Task Write(
        PortalDb db,
        Change change,
        IReadOnlyDictionary<(ClusterId Cluster, string Topic), Guid> incarnations,
        CancellationToken stop
    )
    {
        var now = clock.GetUtcNow();
        var wanted = await db.ChangeResources.AsNoTracking().Where(r => r.ChangeId == change.Id).ToListAsync(stop);
        foreach (var resource in wanted)
        {
            var there = incarnations.TryGetValue((resource.ClusterId, resource.Name), out var id) ? id : (Guid?)null;
            await Incarnations(db, resource, there, now, stop);
            await Managed(db, change, resource, now, stop);
        }
    }

    private static async Task Managed(
        PortalDb db,
        Change change,
        ChangeResource wanted,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var known = await db.Resources.SingleOrDefaultAsync(
            r => r.Kind == wanted.Kind && r.ClusterId == wanted.ClusterId && r.Name == wanted.Name && r.GoneAt == null,
            stop
        );
        if (wanted.Operation == ResourceOperation.Delete)
        {
            known?.GoneAt = now;
            return;
        }

        if (known is null)
        {
            db.Resources.Add(
                new Resource
                {
                    Kind = wanted.Kind,
                    ClusterId = wanted.ClusterId,
                    Name = wanted.Name,
                    OwnerTeamId = change.OwnerTeamId,
                    Spec = wanted.Wanted!,
                    CreatedAt = now,
                    UpdatedAt = now,
                }
            );
            return;
        }

        known.Spec = wanted.Wanted!;
        known.OwnerTeamId = change.OwnerTeamId;
        known.UpdatedAt = now;
    }

    private static async Task Incarnations(
        PortalDb db,
        ChangeResource wanted,
        Guid? there,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var id = there?.ToString();
        var known = await db
            .Incarnations.Where(i => i.Kind == wanted.Kind && i.ClusterId == wanted.ClusterId && i.Name == wanted.Name)
            .ToListAsync(stop);
        foreach (var former in known.Where(i => i.EngineId != id && i.GoneAt is null))
        {
            former.GoneAt = now;
        }

        if (id is not null && known.All(i => i.EngineId != id))
        {
            db.Incarnations.Add(
                new Incarnation
                {
                    Kind = wanted.Kind,
                    ClusterId = wanted.ClusterId,
                    Name = wanted.Name,
                    EngineId = id,
                    FirstSeenAt = now,
                }
            );
        }
    }
}
