using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Wording;
using Portal.Engines.Flink;

namespace Portal.Workers.Applying.Steps.Jobs.Rehearsals;

/// <summary>
/// Takes the savepoint and waits for the running version's next checkpoint. Whatever starts from the savepoint commits again what that version had
/// written and not committed; until then that could still be taken back by a failure, and be written twice.
/// </summary>
public sealed class ForkSavepointHandler(IFlinkClusters flinks, SavepointLedger savepoints, TimeProvider clock)
    : IStepHandler<ForkSavepoint>
{
    private const string Since = "since";
    private const int LateIntervals = 3;
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    public async Task<Observation> Observe(ForkSavepoint step, StepScope scope, CancellationToken stop)
    {
        var fork = await Fork(step, scope, stop);
        if (await fork.Find(stop) is not { } found)
        {
            return new(ObservedState.Before, null, $"no savepoint of {step.On.Name} was taken by this change");
        }

        return !step.IsExactlyOnce || await fork.IsBehindCheckpoint(found, stop)
            ? new(ObservedState.After, null, $"{step.On.Name} goes on, with the savepoint {found.Path}")
            : Waits(step, scope);
    }

    /// <summary>What was taken has to be deleted, whether the next checkpoint came or not.</summary>
    public async Task<Observation> ObserveAfterTry(Step step, StepScope scope, CancellationToken stop)
    {
        var fork = await Fork((ForkSavepoint)step, scope, stop);
        // Before it is looked for: one that is whole in between is found.
        var isTaking = await fork.IsTaking(stop);
        return await fork.Find(stop) is { } found
                ? new(ObservedState.After, null, $"the savepoint {found.Path} was taken")
            : isTaking ? throw NotShownYet.Of($"the savepoint of {step.On.Name} is still being written")
            : new(ObservedState.Before, null, $"no savepoint of {step.On.Name} was taken by this change");
    }

    public async Task<EngineId?> Act(ForkSavepoint step, StepScope scope, CancellationToken stop)
    {
        var fork = await Fork(step, scope, stop);
        if (await fork.Find(stop) is null)
        {
            await fork.Take(stop);
        }

        return null;
    }

    public Task<Observation> Verify(ForkSavepoint step, StepScope scope, CancellationToken stop) =>
        Observe(step, scope, stop);

    public async Task<Verdict> Undo(ForkSavepoint step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        await (await Fork(step, scope, stop)).Delete(stop) is { } left ? Verdict.Not(left) : Verdict.Good;

    private Observation Waits(ForkSavepoint step, StepScope scope)
    {
        var now = clock.GetUtcNow();
        var mark =
            scope.Progress is { } former && former.On == step.On && former.Step == step.Word
                ? former.Marks.FirstOrDefault(m => m.Name == Since)
                : null;
        var since = mark?.At ?? now;
        var words = $"{step.On.Name} has completed no checkpoint since its savepoint was taken";
        if (now - since > TimeSpan.FromSeconds(step.CheckpointSeconds) * LateIntervals + Margin)
        {
            return new(ObservedState.Other, null, $"{words}, {Age.InWords(now - since)} ago");
        }

        ImmutableArray<StepSignal> signals =
        [
            new("savepoint", "the savepoint is written", SignalState.Met),
            new("checkpoint", "the running version's next checkpoint isn't completed yet", SignalState.Pending),
        ];
        return new(ObservedState.Before, null, words)
        {
            Progress = new(step.On, step.Word, now, signals, [new(Since, since, 1)]),
        };
    }

    private async Task<RehearsalFork> Fork(ForkSavepoint step, StepScope scope, CancellationToken stop) =>
        new(await scope.Open(flinks.Open, step.On.Cluster, stop), savepoints, step.On, step.JobId, scope);
}
