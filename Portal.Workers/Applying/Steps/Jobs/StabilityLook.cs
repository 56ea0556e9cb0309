using System.Collections.Immutable;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Stability;
using Portal.Core.Resources;
using Portal.Core.Wording;
using Portal.Engines.Flink;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>
/// One look at a run that is to become stable. Most follows from what Flink says now, by its own clock. The course of its lag doesn't, nor what a JobManager
/// that takes it over begins to count anew: these are marks, which whoever looks next goes on from.
/// </summary>
/// <param name="step">The step that waits.</param>
/// <param name="subject">What is looked at, to begin a sentence.</param>
internal sealed class StabilityLook(
    IFlink flink,
    Step step,
    string subject,
    StabilityGate gate,
    TimeSpan within,
    StepScope scope,
    TimeProvider clock
)
{
    private const string Lag = "lag";
    private const string Missing = "missing";
    private const string Since = "since";
    private const string Started = "started";
    private const int MostReadings = 60;

    /// <summary>A Flink that comes back may get to know its jobs only then.</summary>
    private static readonly TimeSpan MissingFor = TimeSpan.FromMinutes(2);

    public async Task<Observation> At(string id, CancellationToken stop)
    {
        var marks = Marks();
        if (await flink.Job(id, stop) is not { } job)
        {
            return NotKnown(id, marks);
        }

        marks = [.. marks.Where(m => m.Name is not (Missing or Started)), Beginning(job, marks)];
        var gauges = await flink.Gauges(id, job.Operators, stop);
        if (gauges.Pending is { } pending && RunsFor(job) is not null)
        {
            marks =
            [
                .. marks.Where(m => m.Name != Lag),
                .. marks.Where(m => m.Name == Lag).TakeLast(MostReadings - 1),
                new(Lag, clock.GetUtcNow(), pending),
            ];
        }

        var verdict = StabilityRules.Judge(subject, gate, within, await Sight(id, job, gauges, marks, stop));
        return verdict.State switch
        {
            StabilityState.Stable => new(ObservedState.After, null, verdict.Words),
            StabilityState.Failed => new(ObservedState.Other, null, verdict.Words),
            _ => Pending(verdict.Words, verdict.Signals, marks),
        };
    }

    private async Task<StabilitySight> Sight(
        string id,
        FlinkJobDetail job,
        FlinkGauges gauges,
        ImmutableArray<StepMark> marks,
        CancellationToken stop
    )
    {
        var checkpoints = await flink.Checkpoints(id, stop);
        var exceptions = await flink.Exceptions(id, stop);
        // Metrics come some seconds late, or not at all; that it restarted is shown at once.
        var restarts = job.RestartedAt is null ? gauges.Restarts : Math.Max(gauges.Restarts ?? 0, 1);
        var takeovers = (int)marks.Single(m => m.Name == Started).Value;
        var watched = clock.GetUtcNow() - marks.Single(m => m.Name == Since).At;
        var age = job.Now - job.StartedAt;
        return new(
            job.Status,
            RunsFor(job),
            age > watched ? age : watched,
            checkpoints?.Completed ?? 0,
            takeovers > 0 ? (restarts ?? 0) + takeovers : restarts,
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

    // A JobManager that takes a run over restarts all of its tasks, and doesn't count that.
    private static StepMark Beginning(FlinkJobDetail job, ImmutableArray<StepMark> marks)
    {
        var known = marks.FirstOrDefault(m => m.Name == Started);
        return known is null ? new(Started, job.StartedAt, 0)
            : job.StartedAt > known.At ? new(Started, job.StartedAt, known.Value + 1)
            : known;
    }

    private static TimeSpan? RunsFor(FlinkJobDetail job) =>
        job.Status == FlinkStatus.Running && job.Operators.All(o => FlinkStatus.IsUp(o.Status))
            ? job.Now - job.RunningSince
            : null;

    private Observation NotKnown(string id, ImmutableArray<StepMark> marks)
    {
        var now = clock.GetUtcNow();
        var since = marks.FirstOrDefault(m => m.Name == Missing)?.At ?? now;
        var words = $"Flink doesn't know job {id}";
        return now - since > MissingFor
            ? new(ObservedState.Other, null, $"{words} since {Age.InWords(now - since)}")
            : Pending(
                words,
                [new("job", $"{words} at the moment", SignalState.Pending)],
                [.. marks.Where(m => m.Name != Missing), new(Missing, since, 1)]
            );
    }

    private Observation Pending(string words, ImmutableArray<StepSignal> signals, ImmutableArray<StepMark> marks) =>
        new(ObservedState.Before, null, words)
        {
            Progress = new(step.On, step.Word, clock.GetUtcNow(), signals, marks),
        };

    private ImmutableArray<StepMark> Marks()
    {
        var now = clock.GetUtcNow();
        var former = scope.Progress is { } known && known.On == step.On && known.Step == step.Word ? known : null;
        ImmutableArray<StepMark> marks = former?.Marks ?? [];
        if (former is null || marks.FirstOrDefault(m => m.Name == Since) is not { } since)
        {
            return [.. marks, new(Since, now, 1)];
        }

        // While nobody answered, nobody watched.
        var silent = now - former.At;
        return silent > MissingFor
            ? [.. marks.Where(m => m.Name != Since), since with { At = since.At + silent }]
            : marks;
    }
}
