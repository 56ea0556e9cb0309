using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Transfers;

/// <summary>Writes who owns what from now on, with what goes along, in the transaction in which the transfer is applied.</summary>
public sealed class OwnershipTransfer(ResourceKinds kinds, ChangeMover mover, TimeProvider clock)
{
    private readonly OpenChangesOf _open = new(kinds, mover, clock);

    /// <param name="given">What the change transfers.</param>
    public async Task Write(PortalDb db, Change change, IReadOnlyList<ChangeResource> given, CancellationToken stop)
    {
        if (await IsDone(db, given, stop))
        {
            return;
        }

        await OwnersLock.Take(db, stop);
        // Changes before resources, as every run does that ends: what it writes is read here, or it reads what is written here.
        await _open.Lock(db, change.Id, [.. given.Select(r => r.On)], stop);
        var rows = await Lock(db, given, stop);
        var known = rows.ToDictionary(r => r.On);
        var moved = given.Where(r => known.ContainsKey(r.On)).ToDictionary(r => r.On, r => r.NewOwnerTeamId!.Value);
        var along = await Followers.Of(db, kinds, moved, stop);
        var teams = await db.Set<Team>().AsNoTracking().ToDictionaryAsync(t => t.Id, stop);
        foreach (var follower in along)
        {
            known[follower.Resource.On] = follower.Resource;
            moved[follower.Resource.On] = follower.Owner;
        }

        foreach (var (on, owner) in moved)
        {
            Give(db, change, known[on], teams[known[on].OwnerTeamId], teams[owner]);
        }

        await db.SaveChangesAsync(stop);
        await _open.Follow(db, change.Id, moved, stop);
    }

    // One that came to nothing waits for no other transfer.
    private static async Task<bool> IsDone(PortalDb db, IReadOnlyList<ChangeResource> given, CancellationToken stop)
    {
        var owners = await Named(db, given).AsNoTracking().ToDictionaryAsync(r => r.On, r => r.OwnerTeamId, stop);
        return given.All(r => !owners.TryGetValue(r.On, out var owner) || owner == r.NewOwnerTeamId);
    }

    // With all that may go along, in the order in which others lock them.
    private async Task<List<Resource>> Lock(PortalDb db, IReadOnlyList<ChangeResource> given, CancellationToken stop)
    {
        var clusters = given.Select(r => r.ClusterId.Value).Distinct().ToArray();
        var names = given.Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        var following = Followers.KindsOf(kinds).Select(kind => kind.Word).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            select from resource
            where cluster_id = any ({clusters}) and (name = any ({names}) or kind = any ({following})) and gone_at is null
            order by id for no key update
            """,
            stop
        );
        return await Named(db, given).ToListAsync(stop);
    }

    private static IQueryable<Resource> Named(PortalDb db, IReadOnlyList<ChangeResource> given)
    {
        var clusters = given.Select(r => r.ClusterId).Distinct().ToArray();
        var names = given.Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        return db.Set<Resource>()
            .Where(r => clusters.Contains(r.ClusterId) && names.Contains(r.Name) && r.GoneAt == null);
    }

    private void Give(PortalDb db, Change change, Resource resource, Team from, Team to)
    {
        if (from.Id == to.Id)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var kind = kinds.Of(resource.Kind);
        resource.OwnerTeamId = to.Id;
        resource.Spec = kind.WriteSpec(resource.Read(kinds) with { Owner = to.Name });
        resource.UpdatedAt = now;
        db.Add(
            new AuditEvent
            {
                At = now,
                Actor = Actor.Applier,
                Kind = "resource.transferred",
                ChangeId = change.Id,
                ClusterId = resource.ClusterId,
                Subject = resource.Name,
                Words = $"The {kind.Noun} {resource.Name} belongs to {to.Title}; before, it belonged to {from.Title}.",
            }
        );
    }
}
