using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Stability;
using Portal.Core.Resources;

namespace Portal.Tests.Jobs;

/// <summary>When a job that was started counts as stable, and what is said until then.</summary>
public sealed class StabilityRulesTests
{
    private static readonly AwaitStability Step = new(
        new(JobKind.Word, new ClusterId(1), "sums"),
        new StabilityGate(Checkpoints: 3, Restarts: 1, WindowSeconds: 60),
        CheckpointSeconds: 10
    );

    private static readonly StabilitySight Sight = new(
        FlinkStatus.Running,
        TimeSpan.FromSeconds(70),
        TimeSpan.FromSeconds(75),
        Completed: 4,
        Restarts: 0,
        [],
        []
    );

    [Fact]
    public void A_job_is_stable_once_its_checkpoints_its_restarts_and_its_time_are_as_they_should() =>
        Judge(Sight with { Lag = [40] }).ShouldBe((StabilityState.Stable, "sums is stable"));

    [Fact]
    public void What_was_not_known_of_a_stable_job_is_said() =>
        Judge(Sight with { Restarts = null })
            .ShouldBe((StabilityState.Stable, "sums is stable, with restarts unknown and lag unknown"));

    [Fact]
    public void Until_then_each_signal_is_told_in_words()
    {
        var sight = Sight with { Completed = 2, RunsFor = TimeSpan.FromSeconds(20), Lag = [40] };

        StabilityRules
            .Judge("sums", Step.Gate, Step.Within, sight)
            .Signals.Select(s => $"{s.Words}: {s.State}")
            .ShouldBe([
                "2 of 3 checkpoints: Pending",
                "0 restarts of at most 1: Met",
                "lag 40: Met",
                "40\u00A0s of 1\u00A0min left: Pending",
            ]);
        Judge(sight).State.ShouldBe(StabilityState.Pending);
    }

    [Fact]
    public void Time_counts_from_the_last_restart_and_not_while_a_task_doesnt_run()
    {
        Judge(Sight with { Restarts = 1, RunsFor = TimeSpan.FromSeconds(59) }).State.ShouldBe(StabilityState.Pending);
        Judge(Sight with { RunsFor = null }).State.ShouldBe(StabilityState.Pending);
    }

    [Fact]
    public void One_restart_too_many_ends_the_wait_with_what_came_before_it() =>
        Judge(Sight with { Restarts = 2, Before = ["Could not parse 'x'.", "Could not parse 'x'."] })
            .ShouldBe(
                (StabilityState.Failed, "sums isn't stable: 2 restarts of at most 1. Before that: Could not parse 'x'")
            );

    [Fact]
    public void A_job_that_is_over_is_not_waited_for() =>
        Judge(Sight with { Status = FlinkStatus.Canceled })
            .ShouldBe((StabilityState.Failed, "sums isn't stable: Flink's word for it is CANCELED"));

    [Fact]
    public void What_isnt_stable_in_time_says_what_is_missing() =>
        Judge(Sight with { Completed = 0, Age = Step.Within + TimeSpan.FromSeconds(1) })
            .ShouldBe((StabilityState.Failed, $"sums isn't stable: after 6\u00A0min 31\u00A0s 0 of 3 checkpoints"));

    [Theory]
    [InlineData("500 510 520 600 700 900", StabilityState.Pending)]
    [InlineData("900 700 500 300 100 90", StabilityState.Stable)]
    [InlineData("500 900 500 900 500 900", StabilityState.Stable)]
    [InlineData("0 10 20 30 40 50", StabilityState.Stable)]
    [InlineData("500 900 1200", StabilityState.Stable)]
    public void A_lag_is_worse_when_all_of_it_is_above_where_it_began(string lag, StabilityState state) =>
        Judge(Sight with { Lag = [.. lag.Split(' ').Select(double.Parse)] }).State.ShouldBe(state);

    private static (StabilityState State, string Words) Judge(StabilitySight sight)
    {
        var verdict = StabilityRules.Judge("sums", Step.Gate, Step.Within, sight);
        return (verdict.State, verdict.Words);
    }
}
