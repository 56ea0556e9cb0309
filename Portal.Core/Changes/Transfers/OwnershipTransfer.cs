using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Transfers;

/// <summary>Writes who owns what from now on, with what goes along, in the transaction in which the transfer is applied.</summary>
public sealed class OwnershipTransfer(ResourceKinds kinds, ChangeMover mover, TimeProvider clock)
{
    private readonly OpenChangesOf _open = new(kinds, mover);

    /// <param name="given">What the change transfers.</param>
    public async Task Write(PortalDb db, Change change, IReadOnlyList<ChangeResource> given, CancellationToken stop)
    {
        await OwnersLock.Take(db, stop);
        var clusters = given.Select(r => r.ClusterId).Distinct().ToArray();
        var names = given.Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        var rows = await db.Set<Resource>()
            .Where(r => clusters.Contains(r.ClusterId) && names.Contains(r.Name) && r.GoneAt == null)
            .ToListAsync(stop);
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
        await _open.Follow(db, change.Id, moved, teams, stop);
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
