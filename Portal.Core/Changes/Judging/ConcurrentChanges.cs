using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Judging;

/// <summary>Finds who else is about to change the same resources, so that a form and a plan can say so before anybody is surprised.</summary>
public static class ConcurrentChanges
{
    /// <param name="except">The change that asks; null while it is only a draft.</param>
    /// <returns>Oldest first, each change once.</returns>
    public static async Task<IReadOnlyList<ConcurrentChange>> Of(
        PortalDb db,
        ResourceKinds kinds,
        IReadOnlyCollection<ResourceRef> resources,
        ChangeId? except,
        CancellationToken stop
    )
    {
        var names = resources.Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        var open = await (
            from wish in db.Set<ChangeResource>()
            join change in db.Set<Change>() on wish.ChangeId equals change.Id
            join person in db.Set<Person>() on change.Actor.Name equals person.Handle into people
            from person in people.DefaultIfEmpty()
            join known in db.Set<Resource>().Where(r => r.GoneAt == null)
                on new
                {
                    wish.Kind,
                    wish.ClusterId,
                    wish.Name,
                } equals new
                {
                    known.Kind,
                    known.ClusterId,
                    known.Name,
                }
                into managed
            from now in managed.DefaultIfEmpty()
            where names.Contains(wish.Name) && !ChangeStates.Ended.Contains(change.State)
            orderby change.Id
            select new
            {
                Wish = wish,
                Change = change,
                By = person == null ? change.Actor.Name : person.Name,
                Now = now == null ? null : now.Spec,
            }
        )
            .AsNoTracking()
            .ToListAsync(stop);
        return
        [
            .. open.Where(o => o.Change.Id != except && resources.Contains(o.Wish.On))
                .DistinctBy(o => o.Change.Id)
                .Select(o => Of(kinds, o.Wish, o.Change, o.By, o.Now)),
        ];
    }

    private static ConcurrentChange Of(
        ResourceKinds kinds,
        ChangeResource wish,
        Change change,
        string by,
        string? managed
    )
    {
        var kind = kinds.Of(wish.Kind);
        var now = managed is null ? null : kind.ReadSpec(managed);
        var wanted = kinds.WantedOver(wish.Read(kinds), now);
        return new ConcurrentChange(
            change.Id,
            change.Title,
            change.State,
            change.Actor.Name,
            by,
            change.CreatedAt,
            wish.On,
            wish.Operation,
            kind.Act(wish.Operation, wish.Name, now, wanted),
            now is null || wanted is null ? [] : kind.Between(now, wanted)
        );
    }
}
