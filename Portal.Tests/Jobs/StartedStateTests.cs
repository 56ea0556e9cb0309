using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Tests.Web;
using Portal.Workers.Applying;
using Portal.Workers.Applying.Steps.Jobs;
using Portal.Workers.Planning.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>A job that runs isn't started as planned where it lost the state that it was to start from, or runs on another Flink.</summary>
public sealed class StartedStateTests
{
    private const string Savepoint = "file:/savepoints/portal/sums/0f/aa/savepoint-1";
    private const string Former = "0123456789abcdef0123456789abcdef";
    private static readonly ResourceRef On = new(JobKind.Word, new ClusterId(1), "sums");
    private static readonly JobDefinition Definition = JobWorlds
        .Spec("INSERT INTO dev.b SELECT * FROM dev.a")
        .Definition;
    private readonly HandClock _clock = new();
    private readonly ScriptedFlink _flink;
    private readonly StepScope _scope = ScriptedFlink.Scope(TimeSpan.Zero);

    public StartedStateTests() => _flink = new() { Clock = _clock };

    private string Started => Submissions.JobId(_scope.Run, On);

    [Theory]
    [InlineData(Savepoint, ObservedState.After)]
    [InlineData(null, ObservedState.Other)]
    public async Task A_start_from_a_state_is_done_where_Flink_shows_that_it_was_restored(
        string? restored,
        ObservedState state
    )
    {
        Runs(Started, restored);

        var seen = await Verified(new StartJob(On, Definition, Savepoint));

        seen.State.ShouldBe(state, seen.Words);
        _flink.Requests.Count("checkpoints".Equals).ShouldBe(1);
        if (state == ObservedState.Other)
        {
            seen.Words.ShouldBe(
                $"job {Started} runs without its state: Flink shows that it was restored from no savepoint or checkpoint"
            );
        }
    }

    [Fact]
    public async Task An_upgrade_starts_from_the_savepoint_of_the_run_that_it_stopped()
    {
        Runs(Started, restored: null);

        (await Verified(new StartJob(On, Definition, From: null, Stopped: Former))).State.ShouldBe(ObservedState.Other);
    }

    [Fact]
    public async Task Of_a_start_without_state_no_restore_is_requested()
    {
        Runs(Started, restored: null);

        (await Verified(new StartJob(On, Definition, From: null))).State.ShouldBe(ObservedState.After);

        _flink.Requests.ShouldNotContain("checkpoints");
    }

    [Fact]
    public async Task What_was_stopped_is_not_started_again_where_it_lost_its_state()
    {
        var back = Submissions.JobIdBack(_scope.Run, On);
        _flink.Runs(Former, On.Name, FlinkStatus.Finished);
        Runs(back, restored: null);

        var verdict = await new StopJobHandler(_flink, null!, null!).Undo(
            new StopJob(On, Former, Definition),
            new Undoing(new BeforeImage(null), new EngineId(Former), StepOrigin.Made),
            _scope,
            CancellationToken.None
        );

        verdict.Holds.ShouldBeFalse();
        verdict.Words.ShouldContain($"job {back} runs without its state");
    }

    [Fact]
    public async Task A_job_that_the_gateway_started_on_another_Flink_is_named_with_its_id()
    {
        _flink.Elsewhere[Started] = FlinkStatus.Running;

        var seen = await Verified(new StartJob(On, Definition, From: null));

        seen.State.ShouldBe(ObservedState.Other);
        seen.Words.ShouldStartWith(
            $"the SQL Gateway starts jobs on another Flink: job {Started} is RUNNING there, and this Flink doesn't know it."
        );
    }

    /// <summary>Neither as before nor as after: whoever takes it back leaves it to a person.</summary>
    [Theory]
    [InlineData(FlinkStatus.Running, ObservedState.Other)]
    [InlineData(FlinkStatus.Restarting, ObservedState.Other)]
    [InlineData(FlinkStatus.Canceled, ObservedState.Before)]
    [InlineData(null, ObservedState.Before)]
    public async Task Nothing_is_undone_while_it_runs_there(string? status, ObservedState state)
    {
        if (status is not null)
        {
            _flink.Elsewhere[Started] = status;
        }

        var seen = await new StartJobHandler(_flink, null!, null!, null!).ObserveAfterTry(
            new StartJob(On, Definition, From: null),
            _scope,
            CancellationToken.None
        );

        seen.State.ShouldBe(state, seen.Words);
    }

    /// <summary>A JobManager that takes over, and a gateway that was still submitting, show it only then.</summary>
    [Theory]
    [InlineData(FlinkStatus.Running)]
    [InlineData(FlinkStatus.Failed)]
    public async Task A_start_that_this_Flink_shows_by_the_time_the_gateway_lists_it_is_looked_at_again(string status)
    {
        _flink.Elsewhere[Started] = status;
        _flink.ShownLate.Add(Started);

        var again = await Should.ThrowAsync<EngineException>(() =>
            new StartJobHandler(_flink, null!, null!, null!).ObserveAfterTry(
                new StartJob(On, Definition, From: null),
                _scope,
                CancellationToken.None
            )
        );

        again.Fault.ShouldBe(EngineFault.Transient);
        again.Message.ShouldContain($"job {Started} is {status}");
    }

    [Fact]
    public async Task A_job_that_this_Flink_shows_is_not_looked_for_elsewhere()
    {
        Runs(Started, restored: null);

        await Verified(new StartJob(On, Definition, From: null));

        _flink.Requests.ShouldNotContain("elsewhere");
    }

    private Task<Observation> Verified(StartJob step) =>
        new StartJobHandler(_flink, null!, null!, null!).Verify(step, _scope, CancellationToken.None);

    private void Runs(string id, string? restored)
    {
        _flink.Runs(id, On.Name);
        _flink.RunsSince[id] = _clock.GetUtcNow().AddMinutes(-1);
        _flink.History[id] = new(0, 0, [], restored, null);
    }
}
