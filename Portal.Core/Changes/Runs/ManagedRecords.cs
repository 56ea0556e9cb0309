using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Runs;

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
        await Seen(db, there, wanted, now, stop);
        foreach (var resource in wanted)
        {
            var isThere = there.TryGetValue((resource.ClusterId, resource.Name), out var id);
            await FormerAreGone(db, resource, id, now, stop);
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
                var spec = CoreJson.Read<TopicSpec>(known!.Spec);
                if (wanted.KeepsTier(spec))
                {
                    db.AuditEvents.Add(TierKept(change, wanted, spec.Tier, now));
                }

                known.Spec = CoreJson.Write(wanted.WantedOver(spec)!);
                known.UpdatedAt = now;
                break;
        }
    }

    private static AuditEvent TierKept(Change change, ChangeResource wanted, Tier now, DateTimeOffset at) =>
        new()
        {
            At = at,
            Actor = Actor.Applier,
            Kind = "tier.kept",
            ChangeId = change.Id,
            ClusterId = wanted.ClusterId,
            Subject = wanted.Name,
            Words =
                $"{wanted.Name} stays {StoreTypes.Word(now)}: its tier was raised after this was asked for, which said {StoreTypes.Word(wanted.WantedTopic()!.Tier)}.",
        };

    // The collector may be writing the same ones down as it sees them. Both take them in the order of their ids, so that
    // neither waits for one that the other holds while holding one that the other waits for.
    private static async Task Seen(
        PortalDb db,
        IReadOnlyDictionary<(ClusterId Cluster, string Topic), Guid?> there,
        IEnumerable<ChangeResource> wanted,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var known = wanted
            .Select(r => (r.ClusterId, r.Name, Id: there.GetValueOrDefault((r.ClusterId, r.Name))))
            .Where(r => r.Id is not null)
            .ToList();
        var clusters = known.Select(r => r.ClusterId.Value).ToArray();
        var names = known.Select(r => r.Name).ToArray();
        var ids = known.Select(r => r.Id.ToString()).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into incarnation (kind, cluster_id, name, engine_id, first_seen_at)
            select 'topic', t.cluster_id, t.name, t.engine_id, {now}
            from unnest({clusters}, {names}, {ids}) as t (cluster_id, name, engine_id)
            order by t.engine_id
            on conflict (kind, cluster_id, engine_id) do nothing
            """,
            stop
        );
    }

    private static async Task FormerAreGone(
        PortalDb db,
        ChangeResource wanted,
        Guid? there,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var id = there?.ToString();
        var former = await db
            .Incarnations.Where(i => i.Kind == wanted.Kind && i.ClusterId == wanted.ClusterId && i.Name == wanted.Name)
            .Where(i => i.EngineId != id && i.GoneAt == null)
            .ToListAsync(stop);
        former.ForEach(i => i.GoneAt = now);
    }
}
