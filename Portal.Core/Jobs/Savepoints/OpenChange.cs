using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>A change about a job that isn't over.</summary>
/// <param name="RestoreFrom">The savepoint that it starts the job from; null when it names none.</param>
/// <param name="IsOwn">It is about the savepoint's own job, and not about one that starts with a copy of it.</param>
public sealed record OpenChange(ChangeId Id, long? RestoreFrom = null, bool IsOwn = true)
{
    /// <summary>Those about a job, and those that start another one with a copy of one of its savepoints; the newest first.</summary>
    internal static async Task<IReadOnlyList<OpenChange>> Of(
        PortalDb db,
        ClusterId cluster,
        string name,
        List<long> savepoints,
        CancellationToken stop
    )
    {
        var open = await (
            from resource in db.Set<ChangeResource>()
            join change in db.Set<Change>() on resource.ChangeId equals change.Id
            where resource.Kind == JobKind.Word && resource.ClusterId == cluster
            where resource.Name == name || resource.Operation == ResourceOperation.Create
            where !ChangeStates.Ended.Contains(change.State) && change.State != ChangeState.Draft
            orderby change.Id descending
            select new
            {
                change.Id,
                IsOwn = resource.Name == name,
                resource.Wanted,
            }
        ).ToListAsync(stop);
        return
        [
            .. from o in open
            let restored = o.Wanted is null ? null : CoreJson.Read<JobSpec>(o.Wanted).RestoreFrom
            where o.IsOwn || (restored is { } number && savepoints.Contains(number))
            select new OpenChange(o.Id, restored, o.IsOwn),
        ];
    }
}
