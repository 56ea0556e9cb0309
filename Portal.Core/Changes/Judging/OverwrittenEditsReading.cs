using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Judging;

/// <summary>Reads what a change's updates would undo: what is wanted of their resources by now, and who made it so.</summary>
internal static class OverwrittenEditsReading
{
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
        var edits = await AppliedEdits.Of(db, kinds, change.Id, differing, stop);
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
}
