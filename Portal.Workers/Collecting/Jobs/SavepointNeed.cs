using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>Whether a savepoint whose time is over has to stay, by the store and by what lies in its job's folders.</summary>
internal sealed class SavepointNeed(IFlink flink, ClusterId cluster, TimeProvider clock)
{
    /// <summary>Why it stays; null when it can go.</summary>
    public async Task<StayReason?> Of(PortalDb db, Savepoint savepoint, CancellationToken stop)
    {
        var on = new ResourceRef(JobKind.Word, cluster, savepoint.Name);
        var mark = Submissions.Stop(savepoint.RunId, on, savepoint.JobId).Mark;
        if (!savepoint.Path.Contains($"/{mark}/", StringComparison.Ordinal))
        {
            return new("It doesn't lie in the folder of the change that made it");
        }

        var all = await SavepointRows.Of(db, cluster, savepoint.Name, clock.GetUtcNow(), stop, savepoint.Id);
        var newest = all.FirstOrDefault(r =>
            r.Savepoint is { DeletedAt: null, DeletionSentAt: null, IsFork: false } && r.Savepoint.Id != savepoint.Id
        );
        return all.First(r => r.Savepoint.Id == savepoint.Id).Pin is { } pin ? new(pin.Words, IsPin: true)
            : newest is null ? null
            : await NewestIsThere(newest.Savepoint, stop);
    }

    // Somebody may have deleted it past the portal: then an older one is what the job has.
    private async Task<StayReason?> NewestIsThere(Savepoint newest, CancellationToken stop) =>
        await flink.States(newest.Name, newest.JobId, stop) switch
        {
            null => new("The workers can't look into Flink's folders, so nothing shows that a newer one is there"),
            var states when states.Any(state => SavepointPath.Same(state.Path, newest.Path)) => null,
            _ => new("The newest of its job isn't found"),
        };
}

/// <summary>Why a savepoint whose time is over isn't deleted.</summary>
/// <param name="IsPin">Something needs it; else it can't be told that nothing does.</param>
internal sealed record StayReason(string Words, bool IsPin = false);
