using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Engines;
using Portal.Workers.Planning.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>What planning sees of a job.</summary>
public sealed class JobLookTests
{
    private const string Job = "orders";
    private readonly ScriptedFlink _flink = new();
    private readonly JobDefinition _definition = JobWorlds.Spec("INSERT INTO dev.b SELECT * FROM dev.a").Definition;

    [Fact]
    public async Task A_job_that_a_JobManager_is_taking_over_carries_what_was_seen_before()
    {
        _flink.Runs("a1", Job, FlinkStatus.Initializing);
        _flink.Carried = null;

        (await Look(_definition))!.Definition.ShouldBe(_definition);
    }

    [Fact]
    public async Task One_that_was_never_seen_is_looked_at_again_until_Flink_shows_what_it_carries()
    {
        _flink.Runs("a1", Job, FlinkStatus.Initializing);
        _flink.Carried = null;

        var early = await Should.ThrowAsync<EngineException>(() => Look(seen: null));

        early.Fault.ShouldBe(EngineFault.Transient);
        _flink.Carried = _definition;
        (await Look(seen: null))!.Definition.ShouldBe(_definition);
    }

    [Fact]
    public async Task A_running_job_that_carries_nothing_is_somebody_elses()
    {
        _flink.Runs("a1", Job);
        _flink.Carried = null;

        (await Look(seen: null))!.Definition.ShouldBeNull();
    }

    [Fact]
    public async Task Beside_a_strangers_job_the_run_that_was_last_recorded_is_known()
    {
        _flink.Runs("b2", Job);
        _flink.Carried = null;

        var stranger = (await Look(_definition))!;

        (stranger.JobId, stranger.Definition, stranger.Recorded).ShouldBe(("b2", null, "a1"));
    }

    [Fact]
    public async Task State_that_a_strangers_job_left_is_known_as_that()
    {
        _flink.Runs("b2", Job, FlinkStatus.Canceled);
        _flink.Carried = null;
        _flink.Stored.Add("/states/b2/chk-3");

        var left = (await Look(_definition))!;

        (left.JobId, left.RestoreFrom, left.Definition, left.Recorded).ShouldBe(("b2", "/states/b2/chk-3", null, "a1"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whether_an_ended_run_left_a_state_is_not_known_where_its_folders_are_not_there(bool there)
    {
        _flink.Runs("a1", Job, FlinkStatus.Canceled);
        _flink.HasFolders = there;

        var ended = (await Look(_definition))!;

        (ended.RestoreFrom, ended.SeesState).ShouldBe((null, there));
    }

    // On call took it, and Flink was lost before the next checkpoint.
    [Theory]
    [InlineData(JobGuarantee.ExactlyOnce, true, true, "chk-41")]
    [InlineData(JobGuarantee.ExactlyOnce, true, false, "savepoint-1")]
    [InlineData(JobGuarantee.ExactlyOnce, false, true, "savepoint-1")]
    [InlineData(JobGuarantee.AtLeastOnce, true, true, "savepoint-1")]
    public async Task A_savepoint_that_its_run_went_on_after_comes_behind_a_checkpoint_where_it_may_not_be_committed(
        JobGuarantee guarantee,
        bool mayBeUncommitted,
        bool hasCheckpoint,
        string from
    )
    {
        var path = "/states/a1/aa/savepoint-1";
        _flink.Stored.Add(path);
        if (hasCheckpoint)
        {
            _flink.Stored.Add("/states/a1/chk-41");
            _flink.Times["/states/a1/chk-41"] = _flink.StoredAt.AddMinutes(-1);
        }

        var savepoint = new KnownSavepoint(7, path, "a1", _flink.StoredAt, _definition)
        {
            MayBeUncommitted = mayBeUncommitted,
        };

        var forgotten = (await Look(_definition with { Guarantee = guarantee }, savepoint))!;

        forgotten.State.ShouldBe(JobRunState.Forgotten);
        forgotten.RestoreFrom.ShouldNotBeNull().ShouldEndWith(from);
    }

    [Fact]
    public async Task A_run_that_left_no_newer_state_than_the_one_before_is_not_gone_on_from()
    {
        _flink.Runs("b2", Job, FlinkStatus.Failed);
        _flink.Stored.AddRange(["/states/a1/aa/savepoint-1", "/states/b2/chk-1"]);
        _flink.Times["/states/b2/chk-1"] = _flink.StoredAt.AddMinutes(-1);

        (await Look(_definition))!.RestoreFrom.ShouldBe("/states/a1/aa/savepoint-1");
    }

    private async Task<LiveJob?> Look(JobDefinition? seen, params KnownSavepoint[] savepoints)
    {
        var known = new KnownJob(
            "a1",
            DateTimeOffset.UnixEpoch,
            new Dictionary<string, JobDefinition?>(StringComparer.Ordinal) { ["a1"] = seen }
        );
        return await JobLook.At(_flink, [.. _flink.All.Values], Job, known, savepoints, CancellationToken.None);
    }
}
