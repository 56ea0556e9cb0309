using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.People;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Specs;

/// <summary>
/// What becomes of a requester's former changes once a new one of theirs requests all of it anew: those that were sent back or have no plan are
/// cancelled. A pipeline that applies the same files at each merge leaves one of them open then, not one for each merge.
/// </summary>
internal sealed class ReplacedChanges(ChangeMover mover, ResourceKinds kinds)
{
    /// <summary>In the transaction that requests the new change, once all is requested that is requested in it.</summary>
    /// <param name="by">The new change.</param>
    /// <returns>Those that were cancelled.</returns>
    public async Task<IReadOnlyList<ChangeId>> Cancel(PortalDb db, Caller who, ChangeId by, CancellationToken stop)
    {
        var resources = await db.Set<ChangeResource>().AsNoTracking().Where(r => r.ChangeId == by).ToListAsync(stop);
        var anew = resources.ToDictionary(r => r.On, r => r.Read(kinds));
        var free = await Free(db, who, anew, stop);
        if (free.Count == 0)
        {
            return [];
        }

        var authors = await RotatedTokens.Authors(db, who, stop);
        var replaced = free.Where(change => IsReplaced(change, who, authors, anew)).ToList();
        foreach (var change in replaced)
        {
            await mover.Move(
                db,
                change,
                new ChangeEvent.Cancelled(),
                who.Actor,
                "change.cancelled",
                $"Cancelled by {who.DisplayName}: change {by} requests all of it anew.",
                stop
            );
        }

        return [.. replaced.Select(change => change.Id)];
    }

    // None is waited for: whoever has its row acts on it, and may wait for what this transaction has.
    private static async Task<List<Change>> Free(
        PortalDb db,
        Caller who,
        Dictionary<ResourceRef, ResourceRequest> anew,
        CancellationToken stop
    )
    {
        var names = anew.Keys.Select(on => on.Name).Distinct(StringComparer.Ordinal).ToArray();
        var waiting = await (
            from wish in db.Set<ChangeResource>()
            join change in db.Set<Change>() on wish.ChangeId equals change.Id
            where names.Contains(wish.Name) && OpenRequest.Waiting.Contains(change.State)
            where change.Actor.Name == who.Actor.Name
            select change.Id
        )
            .Distinct()
            .ToListAsync(stop);
        if (waiting.Count == 0)
        {
            return [];
        }

        var ids = waiting.Select(id => id.Value).ToArray();
        var locked = await db
            .Database.SqlQuery<long>(
                $"select id as \"Value\" from change where id = any ({ids}) order by id for no key update skip locked"
            )
            .ToListAsync(stop);
        var free = locked.Select(id => new ChangeId(id)).ToList();
        return await db.Set<Change>()
            .Include(c => c.Resources)
            .Where(c => free.Contains(c.Id))
            .OrderBy(c => c.Id)
            .ToListAsync(stop);
    }

    // It may have moved before its row was taken.
    private bool IsReplaced(
        Change change,
        Caller who,
        IReadOnlySet<string> authors,
        Dictionary<ResourceRef, ResourceRequest> anew
    ) =>
        OpenRequest.Waiting.Contains(change.State)
        && string.Equals(change.Actor.Name, who.Actor.Name, StringComparison.Ordinal)
        && authors.IsSupersetOf(change.Authors)
        && change.Resources.TrueForAll(r =>
            anew.TryGetValue(r.On, out var request) && RequestedAnew.Holds(kinds, request, r.Read(kinds))
        );
}
