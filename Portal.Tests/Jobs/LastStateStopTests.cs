using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Workers.Applying;
using Portal.Workers.Applying.Steps.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>A stop without a savepoint: what has to be there before it, and what is seen of it before Flink has ended the run and after.</summary>
public sealed class LastStateStopTests
{
    private const string Run = "0123456789abcdef0123456789abcdef";

    private static readonly StopJob Step = new(
        new ResourceRef(JobKind.Word, new ClusterId(1), "sums"),
        Run,
        JobWorlds.Spec("INSERT INTO dev.b SELECT * FROM dev.a").Definition,
        WithoutSavepoint: true
    );

    private readonly ScriptedFlink _flink = new();

    [Fact]
    public async Task A_run_whose_tasks_are_still_being_ended_is_neither_as_before_nor_stopped()
    {
        _flink.Runs(Run, "sums", FlinkStatus.Cancelling);

        await UnlistedJobTests.IsTransient(AfterTry);
    }

    [Fact]
    public async Task Once_it_is_over_it_is_stopped_and_goes_on_from_what_it_left()
    {
        _flink.Runs(Run, "sums", FlinkStatus.Canceled);
        _flink.Stored.Add($"/states/{Run}/chk-1");

        (await AfterTry()).State.ShouldBe(ObservedState.After);
    }

    [Fact]
    public async Task One_that_nobody_stopped_is_as_before()
    {
        _flink.Runs(Run, "sums");

        (await AfterTry()).State.ShouldBe(ObservedState.Before);
    }

    [Fact]
    public async Task What_it_left_is_unknown_and_not_missing_where_its_folders_are_not_there()
    {
        _flink.HasFolders = false;

        await UnlistedJobTests.IsTransient(AfterTry);
        await UnlistedJobTests.IsTransient(() =>
            LastState.Of(_flink, "sums", Run, null, ScriptedFlink.Scope(TimeSpan.Zero).Retry, CancellationToken.None)
        );
    }

    // This Flink takes no cancellation.
    [Fact]
    public async Task A_run_whose_checkpoints_would_go_with_it_is_not_cancelled()
    {
        _flink.Runs(Run, "sums");
        _flink.Stored.Add($"/states/{Run}/chk-1");
        _flink.DeletesWhenCancelled = true;

        var refused = await Should.ThrowAsync<EngineException>(() =>
            new StopJobHandler(_flink, null!, null!).Act(
                Step,
                ScriptedFlink.Scope(TimeSpan.Zero),
                CancellationToken.None
            )
        );

        refused.Fault.ShouldBe(EngineFault.Final);
        refused.Message.ShouldContain("with the upgrade mode savepoint");
    }

    [Theory]
    [InlineData("chk-7", true)]
    [InlineData("chk-8", true)]
    [InlineData("chk-6", false)]
    [InlineData("aa/savepoint-1", false)]
    public async Task What_is_older_than_its_last_checkpoint_is_not_taken_in_its_place(string left, bool isTaken)
    {
        _flink.Runs(Run, "sums", FlinkStatus.Canceled);
        _flink.Checkpoints(Run, Completed(7, _flink.StoredAt.AddDays(7)));
        _flink.Stored.AddRange([$"/states/{Run}/aa/savepoint-0", $"/states/{Run}/{left}"]);

        var seen = await AfterTry();

        seen.State.ShouldBe(isTaken ? ObservedState.After : ObservedState.Other, seen.Words);
        var start = LeftBy(Step.Definition, TimeSpan.Zero);
        if (isTaken)
        {
            (await start).ShouldEndWith(left);
        }
        else
        {
            (await Should.ThrowAsync<EngineException>(() => start)).Fault.ShouldBe(EngineFault.Final);
            seen.Words.ShouldContain("its last checkpoint isn't found: what it left is older");
        }
    }

    [Fact]
    public async Task A_checkpoint_whose_folder_is_listed_late_is_waited_for()
    {
        _flink.Runs(Run, "sums", FlinkStatus.Canceled);
        _flink.Checkpoints(Run, Completed(7, _flink.StoredAt));
        _flink.Stored.AddRange([$"/states/{Run}/aa/savepoint-1", $"/states/{Run}/chk-6"]);
        var looks = 0;
        _flink.Disk = () =>
        {
            if (++looks == 2)
            {
                _flink.Stored.Add($"/states/{Run}/chk-7");
            }

            return Task.CompletedTask;
        };

        (await LeftBy(Step.Definition, TimeSpan.FromSeconds(30))).ShouldEndWith("chk-7");
    }

    [Fact]
    public async Task A_savepoint_that_is_newer_than_its_last_checkpoint_is_taken_where_that_is_not_there()
    {
        _flink.Runs(Run, "sums", FlinkStatus.Canceled);
        _flink.Checkpoints(Run, Completed(7, _flink.StoredAt.AddSeconds(-1)));
        _flink.Stored.Add($"/states/{Run}/aa/savepoint-1");

        (await AfterTry()).State.ShouldBe(ObservedState.After);
    }

    // Since then it failed once, and went on from its checkpoint: that aborts what the savepoint had prepared.
    [Theory]
    [InlineData(JobGuarantee.ExactlyOnce, "chk-7")]
    [InlineData(JobGuarantee.AtLeastOnce, "savepoint-1")]
    public async Task A_savepoint_that_its_run_went_on_after_is_left_for_its_last_checkpoint_where_it_writes_in_transactions(
        JobGuarantee guarantee,
        string left
    )
    {
        _flink.Runs(Run, "sums", FlinkStatus.Canceled);
        _flink.Checkpoints(Run, Completed(7, _flink.StoredAt.AddSeconds(-1)));
        _flink.Stored.AddRange([$"/states/{Run}/aa/savepoint-1", $"/states/{Run}/chk-7"]);
        _flink.Times[$"/states/{Run}/chk-7"] = _flink.StoredAt.AddSeconds(-1);

        (await LeftBy(Step.Definition! with { Guarantee = guarantee }, TimeSpan.Zero)).ShouldEndWith(left);
    }

    private Task<string> LeftBy(JobDefinition? ran, TimeSpan lookingFor) =>
        LastState.Of(_flink, "sums", Run, ran, ScriptedFlink.Scope(lookingFor).Retry, CancellationToken.None);

    private static JobCheckpoint Completed(long number, DateTimeOffset at) =>
        new(number, at, null, 5, IsSavepoint: false, JobCheckpoint.Completed);

    private Task<Observation> AfterTry() =>
        new StopJobHandler(_flink, null!, null!).ObserveAfterTry(
            Step,
            ScriptedFlink.Scope(TimeSpan.Zero),
            CancellationToken.None
        );
}
