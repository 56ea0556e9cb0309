using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Judging;

/// <summary>Reads what a change's updates would undo: what is wanted of their resources by now, and who made it so. Two queries, however many there are.</summary>
internal static class OverwrittenEditsReading
{
    // Who set a field longer ago than so many changes of its resource isn't named.
    private const int Newest = 50;

    /// <param name="change">With its resources.</param>
    /// <param name="names">What its findings are called.</param>
    /// <param name="managed">What is recorded under the names of its resources.</param>
    public static async Task<IReadOnlyList<Finding>> Of(
        PortalDb db,
        ResourceKinds kinds,
        Change change,
        FindingNames names,
        IReadOnlyDictionary<ResourceRef, Resource> managed,
        CancellationToken stop
    )
    {
        var updates = change.Resources.Where(r => r.Operation == ResourceOperation.Update).ToList();
        if (updates.Count == 0)
        {
            return [];
        }

        var differing = updates
            .Where(u => managed.TryGetValue(u.On, out var now) && Differs(kinds, u, now.Read(kinds)))
            .ToList();
        var edits = await Edits(db, change.Id, differing, stop);
        return
        [
            .. differing
                .Select(update =>
                    OverwrittenEdits.Of(
                        kinds,
                        update.Read(kinds),
                        names.Of(OverwrittenEdits.Check, update),
                        managed[update.On].Read(kinds),
                        change.CreatedAt,
                        [.. edits[update.On]]
                    )
                )
                .OfType<Finding>(),
        ];
    }

    // What moves nothing undoes nothing: most edits began from what is there, and need no history.
    private static bool Differs(ResourceKinds kinds, ChangeResource update, ResourceSpec now)
    {
        var request = update.Read(kinds);
        var kind = kinds.Of(update.Kind);
        return kind.Between(now, kinds.WantedOver(request, now)!).Count > 0
            && (request.Base is not { } origin || kind.Between(origin, now).Count > 0);
    }

    private static async Task<ILookup<ResourceRef, AppliedEdit>> Edits(
        PortalDb db,
        ChangeId except,
        IReadOnlyList<ChangeResource> of,
        CancellationToken stop
    )
    {
        if (of.Count == 0)
        {
            return Array.Empty<(ResourceRef On, AppliedEdit Edit)>().ToLookup(e => e.On, e => e.Edit);
        }

        var kinds = of.Select(r => r.Kind.Word).ToArray();
        var clusters = of.Select(r => r.ClusterId.Value).ToArray();
        var names = of.Select(r => r.Name).ToArray();
        var applied = await db
            .Database.SqlQuery<AppliedRow>(
                $"""
                select w.kind as "Kind", w.cluster_id as "Cluster", w.name as "Name", a.id as "Change",
                    a.updated_at as "At", a.plan_id as "Plan"
                from unnest({kinds}, {clusters}, {names}) as w (kind, cluster_id, name)
                cross join lateral (
                    select c.id, c.updated_at, c.plan_id
                    from change_resource r join change c on c.id = r.change_id
                    where r.kind = w.kind and r.cluster_id = w.cluster_id and r.name = w.name
                      and r.operation = 'update' and c.state = 'applied' and c.id <> {except.Value} and c.plan_id is not null
                    order by c.updated_at desc limit {Newest}
                ) a
                order by a.updated_at desc
                """
            )
            .ToListAsync(stop);
        // A change of many resources has one plan: it is read once.
        var ids = applied.Select(row => new PlanId(row.Plan)).Distinct().ToArray();
        var fields = await db.Set<Plan>()
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
        return applied.ToLookup(
            row => row.On,
            row => new AppliedEdit(new(row.Change), row.At, [.. fields[row.Plan][row.On]])
        );
    }

    private static ILookup<ResourceRef, string> FieldsOf(PlanBody plan) =>
        plan
            .Steps.SelectMany(step => step.Moves.Select(move => (step.On, move.Field)))
            .ToLookup(moved => moved.On, moved => moved.Field);

    private sealed record AppliedRow(string Kind, int Cluster, string Name, long Change, DateTimeOffset At, long Plan)
    {
        public ResourceRef On => new(new(Kind), new(Cluster), Name);
    }
}
