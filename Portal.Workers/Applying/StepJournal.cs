using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Workers.Applying;

/// <summary>The record from which any worker can go on. Each write passes the fence in its own transaction first.</summary>
public interface IStepJournal
{
    Task<RunHistory> Read(RunId run, CancellationToken stop);

    /// <summary>Says what is about to be done and what was there before. When an abort was asked for, nothing is written.</summary>
    Task<FencePass> Intend(RunClaim claim, StepRef step, BeforeImage before, CancellationToken stop);

    /// <param name="origin">How it came to be done.</param>
    /// <param name="engineId">The incarnation made or met.</param>
    Task Done(
        RunClaim claim,
        StepRef step,
        StepOrigin origin,
        EngineId? engineId,
        string words,
        CancellationToken stop
    );

    /// <param name="remains">What remains of what was taken back, for whoever reads how the run ended; null: nothing.</param>
    Task RolledBack(
        RunClaim claim,
        StepRef step,
        EngineId? engineId,
        string words,
        string? remains,
        CancellationToken stop
    );

    /// <summary>The engine refused for good: nothing was done by this step.</summary>
    Task Failed(RunClaim claim, StepRef step, string words, CancellationToken stop);
}

/// <summary>A step within its run, and which way it goes.</summary>
public sealed record StepRef(int Ordinal, Step Step, StepDirection Direction);

/// <inheritdoc />
public sealed class StepJournal(IDbContextFactory<PortalDb> store, IFence fence, TimeProvider clock) : IStepJournal
{
    public async Task<RunHistory> Read(RunId run, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return new RunHistory(
            await db.Set<JournalEntry>().AsNoTracking().Where(e => e.RunId == run).OrderBy(e => e.Id).ToListAsync(stop)
        );
    }

    public Task<FencePass> Intend(RunClaim claim, StepRef step, BeforeImage before, CancellationToken stop) =>
        Write(claim, step, StepPhase.Intent, null, new(CoreJson.Write(before), null, null), stop);

    public Task Done(
        RunClaim claim,
        StepRef step,
        StepOrigin origin,
        EngineId? engineId,
        string words,
        CancellationToken stop
    ) => Write(claim, step, StepPhase.Done, words, new(null, engineId?.Value, origin.ToString()), stop);

    public Task RolledBack(
        RunClaim claim,
        StepRef step,
        EngineId? engineId,
        string words,
        string? remains,
        CancellationToken stop
    ) => Write(claim, step, StepPhase.Done, words, new(null, engineId?.Value, remains), stop);

    public Task Failed(RunClaim claim, StepRef step, string words, CancellationToken stop) =>
        Write(claim, step, StepPhase.Failed, words, new(null, null, words), stop);

    private async Task<FencePass> Write(
        RunClaim claim,
        StepRef step,
        StepPhase phase,
        string? words,
        Particulars particulars,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var pass = await fence.Pass(db, claim, stop);
        if (pass.AbortBy is not null && step.Direction == StepDirection.Do && phase == StepPhase.Intent)
        {
            return pass;
        }

        var now = clock.GetUtcNow();
        db.Add(
            new JournalEntry
            {
                RunId = claim.Run,
                Step = step.Ordinal,
                Direction = step.Direction,
                Phase = phase,
                Fence = claim.Fence,
                BeforeImage = particulars.Before,
                EngineId = particulars.EngineId,
                Result = particulars.Result,
                At = now,
            }
        );
        if (words is not null)
        {
            db.Add(Event(claim, step, phase, words, now));
        }

        await db.SaveChangesAsync(stop);
        await ChangeNotification.Progress(db, claim.Change, stop);
        await transaction.CommitAsync(stop);
        if (phase != StepPhase.Intent)
        {
            ApplyingMeter.Ended(step, phase);
        }

        return pass;
    }

    private static AuditEvent Event(RunClaim claim, StepRef step, StepPhase phase, string words, DateTimeOffset now) =>
        new()
        {
            At = now,
            Actor = Actor.Applier,
            Kind = (phase, step.Direction) switch
            {
                (StepPhase.Failed, _) => "step.failed",
                (_, StepDirection.Undo) => "step.undone",
                _ => "step.done",
            },
            ChangeId = claim.Change,
            ClusterId = step.Step.On.Cluster,
            Subject = step.Step.On.Name,
            Words = words,
        };

    private sealed record Particulars(string? Before, string? EngineId, string? Result);
}
