using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Judging;

/// <summary>
/// Reads what was applied to resources, each edit with the fields that it moved: those of its spec, and those of its steps, which a kind may name otherwise.
/// Three queries, however many there are.
/// </summary>
internal static class AppliedEdits
{
    // Who set a field longer ago than so many changes of its resource isn't named.
    private const int Newest = 50;

    /// <param name="except">The change that they are read for.</param>
    /// <returns>By resource, newest first.</returns>
    public static async Task<ILookup<ResourceRef, AppliedEdit>> Of(
        PortalDb db,
        ResourceKinds kinds,
        ChangeId except,
        IReadOnlyList<ChangeResource> of,
        CancellationToken stop
    )
    {
        var applied = of.Count == 0 ? [] : await Rows(db, except, of, stop);
        var ids = applied.Select(row => row.Resource).ToArray();
        var requests = (
            applied.Count == 0
                ? []
                : await db.Set<ChangeResource>().AsNoTracking().Where(r => ids.Contains(r.Id)).ToListAsync(stop)
        ).ToDictionary(r => r.Id, r => r.Read(kinds));
        var steps = await Steps(db, applied, stop);
        return applied
            .GroupBy(row => row.On)
            .SelectMany(rows => Edits(kinds, [.. rows], requests, steps))
            .ToLookup(edit => edit.On, edit => edit.Edit);
    }

    private static Task<List<AppliedRow>> Rows(
        PortalDb db,
        ChangeId except,
        IReadOnlyList<ChangeResource> of,
        CancellationToken stop
    )
    {
        var kinds = of.Select(r => r.Kind.Word).ToArray();
        var clusters = of.Select(r => r.ClusterId.Value).ToArray();
        var names = of.Select(r => r.Name).ToArray();
        return db
            .Database.SqlQuery<AppliedRow>(
                $"""
                select w.kind as "Kind", w.cluster_id as "Cluster", w.name as "Name", a.id as "Change",
                    a.updated_at as "At", a.plan_id as "Plan", a.resource as "Resource"
                from unnest({kinds}, {clusters}, {names}) as w (kind, cluster_id, name)
                cross join lateral (
                    select c.id, c.updated_at, c.plan_id, r.id as resource
                    from change_resource r join change c on c.id = r.change_id
                    where r.kind = w.kind and r.cluster_id = w.cluster_id and r.name = w.name
                      and r.wanted is not null and c.state = 'applied' and c.id <> {except.Value}
                    order by c.updated_at desc limit {Newest}
                ) a
                order by a.updated_at desc
                """
            )
            .ToListAsync(stop);
    }

    // A change of many resources has one plan: it is read once.
    private static async Task<Dictionary<long, ILookup<ResourceRef, string>>> Steps(
        PortalDb db,
        List<AppliedRow> applied,
        CancellationToken stop
    )
    {
        var ids = applied.Select(row => row.Plan).OfType<long>().Distinct().Select(id => new PlanId(id)).ToArray();
        return ids.Length == 0
            ? []
            : await db.Set<Plan>()
                .Where(plan => ids.Contains(plan.Id))
                .Select(plan => new
                {
                    plan.Id,
                    plan.FormVersion,
                    plan.Canonical,
                })
                .ToDictionaryAsync(
                    plan => plan.Id.Value,
                    plan => FieldsOf(CanonicalForm.Read(plan.FormVersion, plan.Canonical)),
                    stop
                );
    }

    // From the oldest on: what a whole spec moved shows beside what was wanted before it.
    private static IEnumerable<(ResourceRef On, AppliedEdit Edit)> Edits(
        ResourceKinds kinds,
        IReadOnlyList<AppliedRow> newestFirst,
        Dictionary<long, ResourceRequest> requests,
        Dictionary<long, ILookup<ResourceRef, string>> steps
    )
    {
        var edits = new List<(ResourceRef, AppliedEdit)>();
        ResourceSpec? wanted = null;
        foreach (var row in newestFirst.Reverse())
        {
            var request = requests[row.Resource];
            var before = request.Base?.Lasting ?? wanted;
            wanted = kinds.WantedOver(request, wanted)!.Lasting;
            if (request.Operation is not (ResourceOperation.Update or ResourceOperation.Adopt))
            {
                continue;
            }

            var after = request.Base is null ? wanted : request.Wanted!.Lasting;
            var moved = before is null ? [] : kinds.Of(row.On.Kind).Between(before, after);
            var stepped = row.Plan is { } plan ? steps[plan][row.On] : [];
            edits.Add((row.On, new(new(row.Change), row.At, [.. moved.Select(move => move.Field).Union(stepped)])));
        }

        edits.Reverse();
        return edits;
    }

    private static ILookup<ResourceRef, string> FieldsOf(PlanBody plan) =>
        plan
            .Steps.SelectMany(step => step.Moves.Select(move => (step.On, move.Field)))
            .ToLookup(moved => moved.On, moved => moved.Field);

    private sealed record AppliedRow(
        string Kind,
        int Cluster,
        string Name,
        long Change,
        DateTimeOffset At,
        long? Plan,
        long Resource
    )
    {
        public ResourceRef On => new(new(Kind), new(Cluster), Name);
    }
}
