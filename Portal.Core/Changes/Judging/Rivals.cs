using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Judging;

/// <summary>Finds who else is about to change the same topics, so that a form and a plan can say so before anybody is surprised.</summary>
public static class Rivals
{
    /// <param name="except">The change that asks; null while it is only a draft.</param>
    /// <returns>Oldest first, each change once.</returns>
    public static async Task<IReadOnlyList<Rival>> Of(
        PortalDb db,
        IReadOnlyCollection<(ClusterId Cluster, string Topic)> topics,
        ChangeId? except,
        CancellationToken stop
    )
    {
        var names = topics.Select(t => t.Topic).Distinct(StringComparer.Ordinal).ToArray();
        var ended = Enum.GetValues<ChangeState>().Where(s => s.IsEnd()).ToArray();
        var open = await (
            from wish in db.ChangeResources
            join change in db.Changes on wish.ChangeId equals change.Id
            join person in db.People on change.Actor.Name equals person.Handle into people
            from person in people.DefaultIfEmpty()
            join known in db.Resources.Where(r => r.GoneAt == null)
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
            where wish.Kind == ResourceKind.Topic && names.Contains(wish.Name) && !ended.Contains(change.State)
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
            .. open.Where(o => o.Change.Id != except && topics.Contains((o.Wish.ClusterId, o.Wish.Name)))
                .DistinctBy(o => o.Change.Id)
                .Select(o => new Rival(
                    o.Change.Id,
                    o.Change.Title,
                    o.Change.State,
                    o.Change.Actor.Name,
                    o.By,
                    o.Change.CreatedAt,
                    o.Wish.Name,
                    o.Wish.Operation,
                    Spec(o.Now),
                    Spec(o.Wish.Wanted)
                )),
        ];
    }

    private static TopicSpec? Spec(string? json) => json is null ? null : CoreJson.Read<TopicSpec>(json);
}
