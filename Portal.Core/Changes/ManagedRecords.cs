using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Core.Changes;

/// <summary>What the portal manages after a change: the wanted state, the owner, and which incarnation carries the name.</summary>
public sealed class ManagedRecords(TimeProvider clock)
{
    /// <param name="there">The engine's id by cluster and topic, of what is there now; null where it isn't known. What a
    /// delete left behind stays managed, and what a create didn't make isn't.</param>
    public async Task Write(
        PortalDb db,
        Change change,
        IReadOnlyDictionary<(ClusterId Cluster, string Topic), Guid?> there,
        CancellationToken stop
    )
    {
        var now = clock.GetUtcNow();
        var wanted = await db.ChangeResources.AsNoTracking().Where(r => r.ChangeId == change.Id).ToListAsync(stop);
        foreach (var resource in wanted)
        {
            var isThere = there.TryGetValue((resource.ClusterId, resource.Name), out var id);
            await Incarnations(db, resource, id, now, stop);
            await Managed(db, change, resource, isThere, now, stop);
        }

        await db.SaveChangesAsync(stop);
    }

    private static async Task Managed(
        PortalDb db,
        Change change,
        ChangeResource wanted,
        bool isThere,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var known = await db.Resources.SingleOrDefaultAsync(
            r => r.Kind == wanted.Kind && r.ClusterId == wanted.ClusterId && r.Name == wanted.Name && r.GoneAt == null,
            stop
        );
        switch (wanted.Operation, isThere, known)
        {
            case (ResourceOperation.Delete, false, not null):
                known.GoneAt = now;
                break;
            case (ResourceOperation.Delete, _, _) or (ResourceOperation.Create, false, null):
                break;
            case (_, _, null):
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
                break;
            default:
                // Who owns it stays: two requests may have asked for one name before either of them owned it.
                known!.Spec = CoreJson.Write(wanted.WantedOver(CoreJson.Read<TopicSpec>(known.Spec))!);
                known.UpdatedAt = now;
                break;
        }
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
