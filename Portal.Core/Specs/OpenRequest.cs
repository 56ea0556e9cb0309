using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Specs;

/// <summary>What an open change requests of a resource.</summary>
/// <param name="AppliedAt">
/// Null: it isn't yet. What was applied and never managed is a removal: until what is there is read again, nothing else shows that it was done.
/// </param>
internal sealed record OpenRequest(ChangeId Change, ResourceRequest Request, DateTimeOffset? AppliedAt)
{
    // What waits for its requester, is stuck or is being taken back, brings nothing about. A draft is never stored as one.
    private static readonly ChangeState[] Progressing =
    [
        .. ChangeStates.UnderWay.Where(state => state != ChangeState.RollingBack),
    ];

    /// <summary>Of all resources of these names.</summary>
    public static async Task<IReadOnlyList<OpenRequest>> Read(
        PortalDb db,
        ResourceKinds kinds,
        string[] names,
        CancellationToken stop
    )
    {
        var open = await (
            from asked in db.Set<ChangeResource>()
            join change in db.Set<Change>() on asked.ChangeId equals change.Id
            where names.Contains(asked.Name) && Progressing.Contains(change.State)
            select asked
        )
            .AsNoTracking()
            .ToListAsync(stop);
        // In a query of its own, and after the other: of all that was ever applied only what isn't managed is followed to its change.
        var removed = await (
            from asked in db.Set<ChangeResource>()
            join change in db.Set<Change>() on asked.ChangeId equals change.Id
            where names.Contains(asked.Name) && asked.Operation == ResourceOperation.Create
            where change.State == ChangeState.Applied
            where
                !db.Set<Resource>()
                    .Any(r => r.Kind == asked.Kind && r.ClusterId == asked.ClusterId && r.Name == asked.Name)
            select new { Asked = asked, change.UpdatedAt }
        )
            .AsNoTracking()
            .ToListAsync(stop);
        return
        [
            .. open.Select(o => new OpenRequest(o.ChangeId, o.Read(kinds), null)),
            .. removed.Select(r => new OpenRequest(r.Asked.ChangeId, r.Asked.Read(kinds), r.UpdatedAt)),
        ];
    }
}
