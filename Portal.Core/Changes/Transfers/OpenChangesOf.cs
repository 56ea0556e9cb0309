using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Transfers;

/// <summary>
/// Open changes of what was transferred are the new owner's. Those that waited for approval or had it are planned again, so that no approval of
/// the former owner counts; requests for what belongs to the owner of a transferred resource, as access to a topic, are among them.
/// </summary>
internal sealed class OpenChangesOf(ResourceKinds kinds, ChangeMover mover, TimeProvider clock)
{
    private const string OwnerChanged = "change.owner_changed";

    /// <summary>Until this transaction is over none of them moves, nor writes what it comes to; those that did just now are waited for.</summary>
    public async Task Lock(PortalDb db, ChangeId except, IReadOnlyCollection<ResourceRef> given, CancellationToken stop)
    {
        var following = Followers.KindsOf(kinds);
        var clusters = given.Select(on => on.Cluster).Distinct().ToArray();
        var names = given.Select(on => on.Name).Distinct(StringComparer.Ordinal).ToArray();
        var open = await (
            from wish in db.Set<ChangeResource>()
            join change in db.Set<Change>() on wish.ChangeId equals change.Id
            where change.Id != except && !ChangeStates.Ended.Contains(change.State)
            where clusters.Contains(wish.ClusterId) && (names.Contains(wish.Name) || following.Contains(wish.Kind))
            select wish
        )
            .AsNoTracking()
            .ToListAsync(stop);
        var ids = open.Where(wish => given.Contains(wish.On) || following.Contains(wish.Kind))
            .Select(wish => wish.ChangeId.Value)
            .Distinct()
            .ToArray();
        // In the order of their numbers, so that two transfers wait for each other in one order.
        await db.Database.ExecuteSqlAsync(
            $"select from change where id = any ({ids}) order by id for no key update",
            stop
        );
    }

    /// <param name="except">The transfer itself.</param>
    /// <param name="moved">What has another owner now.</param>
    public async Task Follow(
        PortalDb db,
        ChangeId except,
        IReadOnlyDictionary<ResourceRef, TeamId> moved,
        CancellationToken stop
    )
    {
        var following = Followers.KindsOf(kinds);
        var names = moved.Keys.Select(on => on.Name).Distinct(StringComparer.Ordinal).ToArray();
        var open = await (
            from wish in db.Set<ChangeResource>()
            join change in db.Set<Change>() on wish.ChangeId equals change.Id
            where change.Id != except && !ChangeStates.Ended.Contains(change.State)
            where names.Contains(wish.Name) || following.Contains(wish.Kind)
            select wish
        )
            .AsNoTracking()
            .ToListAsync(stop);
        var sources = open.Select(wish => SourceOf(wish, moved)).OfType<OwnerSource>().ToList();
        var after = await OwnersAfter.Of(sources, db, moved, stop);
        var owners = (
            from wish in open
            let source = SourceOf(wish, moved)
            let owner = source is not null
                ? after.OwnerOf(source)
                : after.Teams[moved.TryGetValue(wish.On, out var now) ? now : wish.OwnerTeamId]
            where owner.Id != wish.OwnerTeamId
            select (wish.Id, wish.ChangeId, Owner: owner)
        ).ToLookup(wish => wish.ChangeId, wish => (wish.Id, wish.Owner));
        foreach (var id in owners.Select(change => change.Key).OrderBy(id => id.Value))
        {
            if (await ChangeMover.Lock(db, id, stop) is { } change && !change.State.IsEnd())
            {
                await Give(db, change, owners[id].ToDictionary(o => o.Id, o => o.Owner), stop);
            }
        }
    }

    // One that is managed already has moved along; a new one isn't known by its name.
    private OwnerSource? SourceOf(ChangeResource wish, IReadOnlyDictionary<ResourceRef, TeamId> moved) =>
        !moved.ContainsKey(wish.On) && wish.OwnedWith(kinds) is { } source && moved.Keys.Any(source.Covers)
            ? source
            : null;

    private async Task Give(PortalDb db, Change change, IReadOnlyDictionary<long, Team> owners, CancellationToken stop)
    {
        var theirs = change.Resources.Where(r => owners.ContainsKey(r.Id)).ToList();
        foreach (var resource in theirs)
        {
            var owner = owners[resource.Id];
            resource.OwnerTeamId = owner.Id;
            resource.Wanted = Owned(resource, resource.Wanted, owner);
            resource.Base = Owned(resource, resource.Base, owner);
        }

        await db.SaveChangesAsync(stop);
        if (change.State is ChangeState.PendingApproval or ChangeState.Approved or ChangeState.Held)
        {
            await mover.Move(
                db,
                change,
                new ChangeEvent.ClusterMoved(),
                Actor.Applier,
                OwnerChanged,
                $"{theirs[0].Name} is for {owners[theirs[0].Id].Title} to approve since a transfer.",
                stop
            );
            return;
        }

        // It stays in its state, so nothing else records who it belongs to now.
        db.Add(
            new AuditEvent
            {
                At = clock.GetUtcNow(),
                Actor = Actor.Applier,
                Kind = OwnerChanged,
                ChangeId = change.Id,
                Subject = change.Title,
                Words = string.Join(
                    ' ',
                    theirs.Select(r => $"{r.Name} belongs to {owners[r.Id].Title} since a transfer.")
                ),
            }
        );
        await db.SaveChangesAsync(stop);
        if (change.State is ChangeState.Planning or ChangeState.Stale)
        {
            // A plan that is being computed was begun for the former owner: whoever computes it has lost the claim.
            await db.Database.ExecuteSqlAsync(
                $"""
                update planning_run
                set fence = nextval('planning_fence'), owner = null, lease_until = null, retry_at = clock_timestamp()
                where change_id = {change.Id.Value}
                """,
                stop
            );
        }
    }

    private string? Owned(ChangeResource resource, string? spec, Team owner)
    {
        var kind = kinds.Of(resource.Kind);
        return spec is null ? null : kind.WriteSpec(kind.ReadSpec(spec) with { Owner = owner.Name });
    }
}
