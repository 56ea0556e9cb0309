using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Stability;
using Portal.Core.Resources;
using Portal.Tests.Web;
using Portal.Workers.Applying;
using Portal.Workers.Applying.Steps.Jobs;
using Portal.Workers.Planning.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>A JobManager that takes a run over shows it as started then, without a restart: whoever waits for it to be stable remembers.</summary>
public sealed class StabilityLookTests
{
    private static readonly ResourceRef On = new(JobKind.Word, new ClusterId(1), "sums");
    private static readonly string Id = Submissions.JobId(new RunId(1), On);
    private readonly HandClock _clock = new();
    private readonly ScriptedFlink _flink;
    private WaitProgress? _progress;

    public StabilityLookTests()
    {
        _flink = new() { Clock = _clock, Figures = _ => Task.CompletedTask };
        _flink.Runs(Id, On.Name);
        _flink.History[Id] = new(9, 0, [], null, null);
        Begins();
    }

    [Fact]
    public async Task One_that_is_taken_over_again_and_again_is_waited_for_no_longer_than_any_other()
    {
        var step = Step(restarts: 100);
        for (var takeovers = 0; takeovers < 5; takeovers++)
        {
            for (var minute = 0; minute < 4; minute++)
            {
                (await Look(step)).State.ShouldBe(ObservedState.Before);
                _clock.Pass(TimeSpan.FromMinutes(1));
            }

            Begins();
        }

        var seen = await Look(step);

        seen.State.ShouldBe(ObservedState.Other);
        seen.Words.ShouldContain("after 20\u00A0min");
    }

    [Fact]
    public async Task What_it_is_not_seen_for_while_Flink_is_silent_does_not_count()
    {
        var step = Step(restarts: 100);
        await Look(step);
        _clock.Pass(TimeSpan.FromHours(1));
        Begins();

        (await Look(step)).State.ShouldBe(ObservedState.Before);
    }

    [Fact]
    public async Task A_takeover_is_a_restart()
    {
        var step = Step(restarts: 0);
        await Look(step);
        _clock.Pass(TimeSpan.FromMinutes(1));
        Begins();
        _clock.Pass(TimeSpan.FromMinutes(10));

        var seen = await Look(step);

        seen.State.ShouldBe(ObservedState.Other);
        seen.Words.ShouldContain("1 restart of at most 0");
    }

    [Fact]
    public async Task One_that_is_not_taken_over_is_stable_in_time()
    {
        var step = Step(restarts: 0);
        (await Look(step)).State.ShouldBe(ObservedState.Before);
        _clock.Pass(TimeSpan.FromMinutes(6));

        (await Look(step)).State.ShouldBe(ObservedState.After);
    }

    // 19.5 minutes at most.
    private static AwaitStability Step(int restarts) =>
        new(On, new StabilityGate(Checkpoints: 5, restarts, WindowSeconds: 300), CheckpointSeconds: 10);

    private void Begins()
    {
        _flink.All[Id] = _flink.All[Id] with { StartedAt = _clock.GetUtcNow() };
        _flink.RunsSince[Id] = _clock.GetUtcNow();
    }

    /// <summary>By another worker each time: it has what is stored.</summary>
    private async Task<Observation> Look(AwaitStability step)
    {
        var scope = ScriptedFlink.Scope(TimeSpan.Zero, _progress);
        var seen = await new AwaitStabilityHandler(_flink, _clock).Verify(step, scope, CancellationToken.None);
        _progress = seen.Progress is { } progress ? CoreJson.Read<WaitProgress>(CoreJson.Write(progress)) : null;
        return seen;
    }
}
