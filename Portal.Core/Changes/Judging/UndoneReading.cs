using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Judging;

/// <summary>Reads what a change's updates would undo: what is wanted of their topics by now, and who made it so.</summary>
internal static class UndoneReading
{
    // Who set a field longer ago than so many changes of its topic isn't named.
    private const int Newest = 50;

    /// <param name="change">With its resources.</param>
    /// <param name="names">What its findings are called.</param>
    public static async Task<IReadOnlyList<Finding>> Of(
        PortalDb db,
        Change change,
        FindingNames names,
        CancellationToken stop
    )
    {
        var found = new List<Finding>();
        foreach (var update in change.Resources.Where(r => r.Operation == ResourceOperation.Update))
        {
            var managed = await db
                .Resources.Where(r =>
                    r.Kind == update.Kind
                    && r.ClusterId == update.ClusterId
                    && r.Name == update.Name
                    && r.GoneAt == null
                )
                .Select(r => r.Spec)
                .SingleOrDefaultAsync(stop);
            if (
                managed is not null
                && Undone.Of(
                    update,
                    names,
                    CoreJson.Read<TopicSpec>(managed),
                    change.CreatedAt,
                    await Edits(db, change.Id, update, stop)
                )
                    is { } finding
            )
            {
                found.Add(finding);
            }
        }

        return found;
    }

    private static async Task<IReadOnlyList<AppliedEdit>> Edits(
        PortalDb db,
        ChangeId except,
        ChangeResource of,
        CancellationToken stop
    )
    {
        var applied = await (
            from r in db.ChangeResources
            join c in db.Changes on r.ChangeId equals c.Id
            join p in db.Plans on c.PlanId equals (PlanId?)p.Id
            where r.Kind == of.Kind && r.ClusterId == of.ClusterId && r.Name == of.Name
            where c.State == ChangeState.Applied && c.Id != except && r.Operation == ResourceOperation.Update
            orderby c.UpdatedAt descending
            select new
            {
                c.Id,
                c.UpdatedAt,
                p.Canonical,
            }
        )
            .Take(Newest)
            .ToListAsync(stop);
        return
        [
            .. applied.Select(a => new AppliedEdit(
                a.Id,
                a.UpdatedAt,
                AppliedEdit.FieldsOf(CanonicalForm.Read(a.Canonical), of.ClusterId, of.Name)
            )),
        ];
    }
}
