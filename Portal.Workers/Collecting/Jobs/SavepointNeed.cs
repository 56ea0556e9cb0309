using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Wording;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>Whether a savepoint whose time is over has to stay, by the store and by what lies in its job's folders.</summary>
internal sealed class SavepointNeed(IFlink flink, ClusterId cluster, TimeProvider clock)
{
    private static readonly TimeSpan LookWithin = TimeSpan.FromSeconds(10);

    /// <summary>Not for a time in which its row is locked: folders may answer late, or not at all.</summary>
    public async Task<SavepointStay> Of(PortalDb db, Savepoint savepoint, CancellationToken stop)
    {
        var stay = await InStore(db, savepoint, stop);
        return stay is { Why: null, Newest: { } newest } ? stay with { Why = await Missing(newest, stop) } : stay;
    }

    /// <summary>The same once its row is locked, by what was seen of the folders before.</summary>
    /// <returns>Null where another is the newest by now: nobody looked for that.</returns>
    public async Task<SavepointStay?> Of(PortalDb db, Savepoint savepoint, SavepointStay before, CancellationToken stop)
    {
        var now = await InStore(db, savepoint, stop);
        return now.Newest?.Id == before.Newest?.Id ? now with { Why = now.Why ?? before.Why } : null;
    }

    private async Task<SavepointStay> InStore(PortalDb db, Savepoint savepoint, CancellationToken stop)
    {
        var on = new ResourceRef(JobKind.Word, cluster, savepoint.Name);
        var mark = Submissions.Stop(savepoint.RunId, on, savepoint.JobId).Mark;
        if (!savepoint.Path.Contains($"/{mark}/", StringComparison.Ordinal))
        {
            return new(new StayReason("It doesn't lie in the folder of the change that made it"), Newest: null);
        }

        var all = await SavepointRows.Of(db, cluster, savepoint.Name, clock.GetUtcNow(), stop, savepoint.Id);
        var row = all.First(r => r.Savepoint.Id == savepoint.Id);
        var newest = row.IsGivenUp
            ? null
            : all.FirstOrDefault(r =>
                r.Savepoint is { DeletedAt: null, DeletionSentAt: null, IsFork: false }
                && r.Savepoint.Id != savepoint.Id
            );
        return new(row.Pin is { } pin ? new StayReason(pin.Words, IsPin: true) : null, newest?.Savepoint);
    }

    // Somebody may have deleted it past the portal: then an older one is what the job has.
    private async Task<StayReason?> Missing(Savepoint newest, CancellationToken stop)
    {
        try
        {
            // On a thread of its own: a disk that doesn't answer isn't left by whoever reads it.
            var look = Task.Run(() => flink.States(newest.Name, newest.JobId, stop), stop);
            return await look.WaitAsync(LookWithin, clock, stop) switch
            {
                null => new("The workers can't look into Flink's folders, so nothing shows that a newer one is there"),
                var states when states.Any(state => SavepointPath.Same(state.Path, newest.Path)) => null,
                _ => new("The newest of its job isn't found"),
            };
        }
        catch (TimeoutException)
        {
            return new(
                $"Flink's folders did not answer within {Age.InWords(LookWithin)}, so nothing shows that a newer one is there"
            );
        }
    }
}

/// <summary>What keeps a savepoint whose time is over.</summary>
/// <param name="Why">Null when it can go.</param>
/// <param name="Newest">Of the others of its job, which has to be there; null: there is none, or none has to.</param>
internal sealed record SavepointStay(StayReason? Why, Savepoint? Newest);

/// <summary>Why a savepoint whose time is over isn't deleted.</summary>
/// <param name="IsPin">Something needs it; else it can't be told that nothing does.</param>
internal sealed record StayReason(string Words, bool IsPin = false);
