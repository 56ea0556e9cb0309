using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Runs;

/// <summary>The run that holds a resource now.</summary>
/// <param name="Progress">How far the step is that it waits in; null when it waits in none, or in one on another resource.</param>
public sealed record OpenRun(ChangeId Change, string Title, RunState State, WaitProgress? Progress);

/// <summary>Which run holds a resource, for the resource's page.</summary>
public sealed class OpenRuns(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    /// <summary>Null when none does.</summary>
    public async Task<OpenRun?> On(ResourceRef resource, CancellationToken stop)
    {
        var key = kinds.Of(resource.Kind).LockKey(resource.Name);
        await using var db = await store.CreateDbContextAsync(stop);
        var open = await (
            from target in db.Set<RunTarget>()
            join run in db.Set<ApplyRun>() on target.RunId equals run.Id
            join change in db.Set<Change>() on run.ChangeId equals change.Id
            where target.Kind == resource.Kind && target.ClusterId == resource.Cluster && target.Name == key
            select new
            {
                change.Id,
                change.Title,
                run.State,
                run.Progress,
            }
        ).SingleOrDefaultAsync(stop);
        return open is null
            ? null
            : new(
                open.Id,
                open.Title,
                open.State,
                open.Progress is { } progress && progress.On == resource ? progress : null
            );
    }
}
