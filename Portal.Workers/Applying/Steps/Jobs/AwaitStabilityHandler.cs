using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Stability;
using Portal.Core.Resources;
using Portal.Core.Wording;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>
/// Looks at the job that this run started, again and again. All but the course of its lag follows from what Flink says now, by its own clock:
/// whoever looks next needs nothing of who looked before.
/// </summary>
public sealed class AwaitStabilityHandler(IFlinkClusters flinks, TimeProvider clock) : IStepHandler<AwaitStability>
{
    private const string Lag = "lag";
    private const string Missing = "missing";
    private const int MostLooks = 60;

    /// <summary>A JobManager that takes over lists its jobs one after the other.</summary>
    private static readonly TimeSpan MissingFor = TimeSpan.FromMinutes(2);

    public async Task<Observation> Observe(AwaitStability step, StepScope scope, CancellationToken stop) =>
        await Look(step, scope, stop) is { State: ObservedState.After } stable
            ? stable
            : new(ObservedState.Before, null, $"{step.On.Name} isn't stable yet");

    public Task<EngineId?> Act(AwaitStability step, StepScope scope, CancellationToken stop) =>
        Task.FromResult<EngineId?>(null);

    public Task<Observation> Verify(AwaitStability step, StepScope scope, CancellationToken stop) =>
        Look(step, scope, stop);

    /// <summary>It changed nothing.</summary>
    public Task<Verdict> Undo(AwaitStability step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        Task.FromResult(Verdict.Good);

    private async Task<Observation> Look(AwaitStability step, StepScope scope, CancellationToken stop)
    {
        var flink = await scope.Open(flinks.Open, step.On.Cluster, stop);
        var id = Submissions.JobId(scope.Run, step.On);
        var marks = Marks(step, scope);
        if (await flink.Job(id, stop) is not { } job)
        {
            return NotKnown(step, id, marks);
        }

        marks = [.. marks.Where(m => m.Name != Missing)];
        var gauges = await flink.Gauges(id, job.Operators, stop);
        if (gauges.Pending is { } pending && RunsFor(job) is not null)
        {
            marks = [.. marks.Where(m => m.Name == Lag).TakeLast(MostLooks - 1), new(Lag, clock.GetUtcNow(), pending)];
        }

        var verdict = StabilityRules.Judge(step, await Sight(flink, id, job, gauges, marks, stop));
        return verdict.State switch
        {
            StabilityState.Stable => new(ObservedState.After, null, verdict.Words),
            StabilityState.Failed => new(ObservedState.Other, null, verdict.Words),
            _ => Pending(step, verdict.Words, verdict.Signals, marks),
        };
    }

    private static async Task<StabilitySight> Sight(
        IFlink flink,
        string id,
        FlinkJobDetail job,
        FlinkGauges gauges,
        ImmutableArray<StepMark> marks,
        CancellationToken stop
    )
    {
        var checkpoints = await flink.Checkpoints(id, stop);
        var exceptions = await flink.Exceptions(id, stop);
        // Metrics come some seconds late; that it restarted at all is shown at once.
        var restarts = Math.Max(gauges.Restarts ?? 0, job.RestartedAt is null ? 0 : 1);
        return new(
            job.Status,
            RunsFor(job),
            job.Now - job.StartedAt,
            checkpoints?.Completed ?? 0,
            restarts,
            [.. marks.Where(m => m.Name == Lag).Select(m => m.Value)],
            [
                .. exceptions.Select(e => e.Words),
                .. (checkpoints?.Recent ?? [])
                    .Select(c => c.Failure)
                    .OfType<string>()
                    .Select(f => $"a checkpoint failed: {f}"),
            ]
        );
    }

    private static TimeSpan? RunsFor(FlinkJobDetail job) =>
        job.Status == FlinkStatus.Running && job.Operators.All(o => o.Status == FlinkStatus.Running)
            ? job.Now - job.RunningSince
            : null;

    private Observation NotKnown(AwaitStability step, string id, ImmutableArray<StepMark> marks)
    {
        var now = clock.GetUtcNow();
        var since = marks.FirstOrDefault(m => m.Name == Missing)?.At ?? now;
        var words = $"Flink doesn't know job {id}";
        return now - since > MissingFor
            ? new(ObservedState.Other, null, $"{words} since {Age.InWords(now - since)}")
            : Pending(
                step,
                words,
                [new("job", $"{words} at the moment", SignalState.Pending)],
                [.. marks.Where(m => m.Name != Missing), new(Missing, since, 1)]
            );
    }

    private Observation Pending(
        AwaitStability step,
        string words,
        ImmutableArray<StepSignal> signals,
        ImmutableArray<StepMark> marks
    ) =>
        new(ObservedState.Before, null, words)
        {
            Progress = new(step.On, step.Word, clock.GetUtcNow(), signals, marks),
        };

    private static ImmutableArray<StepMark> Marks(AwaitStability step, StepScope scope) =>
        scope.Progress is { } former && former.On == step.On && former.Step == step.Word ? former.Marks : [];
}
