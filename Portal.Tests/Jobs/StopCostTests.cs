using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Checkpoints;
using Portal.Tests.Pages;

namespace Portal.Tests.Jobs;

/// <summary>What a stop now would lose or repeat: by guarantee, by checkpoint, and unknown where it is.</summary>
public sealed class StopCostTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Exactly_once_repeats_only_for_who_reads_what_is_not_committed()
    {
        var cost = Of(Run(JobGuarantee.ExactlyOnce), Amount.Of(1_234)).ShouldNotBeNull();

        (cost.Repeats, cost.Loses, cost.Records).ShouldBe((StopRepeats.Uncommitted, false, 1_234));
        cost.Since.ShouldBe(Now.AddSeconds(-20));
        cost.Words.ShouldBe(
            "It would go on from its checkpoint of 20\u00A0s ago. Nothing would be lost; up to 1,234 records that it was behind by, and what arrived since, would be read again, and only consumers of uncommitted records would see results twice."
        );
    }

    [Fact]
    public void What_a_program_does_with_what_it_wrote_is_unknown_whatever_it_promises()
    {
        var run = Run(JobGuarantee.ExactlyOnce);
        run.Definition = run.Definition! with { Program = new(new('a', 64), null, [], [], []) };
        var cost = Of(run, Amount.Of(1)).ShouldNotBeNull();

        cost.Repeats.ShouldBe(StopRepeats.Unknown);
        cost.Words.ShouldEndWith("whether readers would see results twice is unknown: it is up to its program.");
        run.Facts = run.Facts with { Checkpoints = [] };
        (Of(run, null)!.Loses, Of(run, null)!.Words).ShouldBe(
            (
                null,
                "It has completed no checkpoint yet, so it would begin where its program begins: whether that loses or repeats records is unknown."
            )
        );
    }

    [Fact]
    public void At_least_once_writes_again() =>
        Of(Run(JobGuarantee.AtLeastOnce), Amount.Of(1))!
            .Words.ShouldEndWith(
                "up to 1 record that it was behind by, and what arrived since, would be read again, and results would be written twice."
            );

    [Fact]
    public void What_arrives_while_nothing_is_behind_is_read_again() =>
        Of(Run(JobGuarantee.AtLeastOnce), Amount.Of(0))!
            .Words.ShouldEndWith(
                "Nothing would be lost; only what arrived since then would be read again, and results would be written twice."
            );

    [Theory]
    [InlineData(null)]
    [InlineData(7L)]
    public void A_lag_that_is_not_wholly_known_is_no_bound(long? known)
    {
        var cost = Of(Run(JobGuarantee.ExactlyOnce), new Amount(known, AtLeast: known is not null)).ShouldNotBeNull();

        (cost.Loses, cost.Records).ShouldBe((null, null));
        cost.Words.ShouldContain("a number that is unknown");
    }

    // Its checkpoints fail for three hours, and its source keeps one.
    [Fact]
    public void What_was_deleted_since_its_checkpoint_would_be_lost()
    {
        var run = Run(JobGuarantee.ExactlyOnce);
        var last = run.Facts.Checkpoints[0] with { At = Now.AddHours(-3) };
        run.Facts = run.Facts with { Checkpoints = [last] };

        var cost = Of(run, Amount.Of(1_500), deleted: 1_000).ShouldNotBeNull();

        (cost.Loses, cost.Records).ShouldBe((true, 1_500));
        cost.Words.ShouldBe(
            "It would go on from its checkpoint of 3\u00A0h ago. 1,000 records that were deleted since then would be lost; up to 500 records that it was behind by, and what arrived since, would be read again, and only consumers of uncommitted records would see results twice."
        );
    }

    [Theory]
    [InlineData(JobGuarantee.AtLeastOnce, false)]
    [InlineData(JobGuarantee.ExactlyOnce, true)]
    public void What_a_job_has_written_without_transactions_stays_though_its_source_deleted_it(
        JobGuarantee guarantee,
        bool isJar
    )
    {
        var run = Run(guarantee);
        run.Definition = run.Definition! with { Program = isJar ? new(new('a', 64), null, [], [], []) : null };

        var cost = Of(run, Amount.Of(1_500), deleted: 1_000).ShouldNotBeNull();

        cost.Loses.ShouldBeNull();
        cost.Words.ShouldContain(". 1,000 records that were deleted since then may be lost to it; up to 500 records");
    }

    [Fact]
    public void Where_it_is_not_known_what_was_deleted_neither_is_the_loss()
    {
        var cost = Of(Run(JobGuarantee.ExactlyOnce), Amount.Of(1_500), deleted: null).ShouldNotBeNull();

        (cost.Loses, cost.Records).ShouldBe((null, 1_500));
        cost.Words.ShouldContain(
            "Whether records that were deleted since then would be lost is unknown; up to 1,500 records"
        );
        Of(Run(JobGuarantee.ExactlyOnce), new Amount(7, AtLeast: true), deleted: 7)!
            .Words.ShouldContain("At least 7 records that were deleted since then would be lost; what it read");
    }

    [Fact]
    public void Of_a_job_that_the_portal_did_not_start_neither_guarantee_nor_loss_is_known()
    {
        var cost = Of(Run(null), Amount.Of(5)).ShouldNotBeNull();

        (cost.Repeats, cost.Loses).ShouldBe((StopRepeats.Unknown, null));
        cost.Words.ShouldEndWith("else it would begin anew.");
    }

    [Fact]
    public void Before_its_first_checkpoint_it_goes_on_from_what_it_was_started_with()
    {
        var run = Run(JobGuarantee.ExactlyOnce, checkpoint: false);
        run.Facts = run.Facts with { RestoredFrom = "file:/savepoint-1" };

        var cost = Of(run, null).ShouldNotBeNull();

        (cost.Loses, cost.Since).ShouldBe((null, null));
        cost.Words.ShouldStartWith("It would go on from the state it was started with, because it has completed no");
    }

    [Fact]
    public void Before_its_first_checkpoint_what_a_later_run_has_committed_bounds_nothing()
    {
        var run = Run(JobGuarantee.ExactlyOnce, checkpoint: false);
        run.Facts = run.Facts with { RestoredFrom = "file:/savepoint-1" };

        var cost = Of(run, Amount.Of(5)).ShouldNotBeNull();

        (cost.Loses, cost.Records).ShouldBe((null, null));
        cost.Words.ShouldContain("a number that is unknown, would be read again");
        run.Facts = run.Facts with { IsStartUnknown = true };
        Of(run, Amount.Of(5))!.Records.ShouldBe(5, "a checkpoint of its own was seen");
    }

    [Fact]
    public void What_was_restored_from_a_checkpoint_of_its_own_does_not_begin_anew_though_none_was_seen()
    {
        var run = Run(JobGuarantee.ExactlyOnce, checkpoint: false);
        run.Facts = run.Facts with { IsStartUnknown = true };

        Of(run, null)!.Words.ShouldStartWith("It would go on from a checkpoint of its own whose age is unknown.");
    }

    [Fact]
    public void It_does_not_go_on_from_a_savepoint_that_was_taken_since_its_last_checkpoint()
    {
        var run = Run(JobGuarantee.ExactlyOnce);
        run.Facts = run.Facts with { Checkpoints = run.Facts.Checkpoints.Insert(0, Savepoint) };

        Of(run, null)!.Since.ShouldBe(Now.AddSeconds(-20));
        run.Facts = run.Facts with { Checkpoints = [Savepoint] };
        Of(run, null)!.Words.ShouldStartWith("It has completed no checkpoint yet, so it would begin at the earliest");
    }

    [Fact]
    public void Without_any_state_a_job_that_began_at_the_latest_records_would_lose_some()
    {
        var run = Run(JobGuarantee.ExactlyOnce, checkpoint: false, JobStartAt.Latest);

        Of(run, null)!.Loses.ShouldBe(true);
    }

    [Fact]
    public void Without_any_state_a_job_that_began_at_the_earliest_records_begins_there_again()
    {
        var cost = Of(Run(JobGuarantee.AtLeastOnce, checkpoint: false), null).ShouldNotBeNull();

        cost.Loses.ShouldBeNull();
        cost.Words.ShouldBe(
            "It has completed no checkpoint yet, so it would begin at the earliest records again. Those that were deleted since its start would be lost; results would be written twice."
        );
    }

    [Fact]
    public void What_is_not_known_now_is_not_judged_by_what_was()
    {
        StopCost
            .Of(new(null, Run(JobGuarantee.ExactlyOnce), Now.AddMinutes(-7), "No answer."), Now)!
            .Words.ShouldBe("What a stop would lose or repeat is unknown: its Flink last answered 7\u00A0min ago.");
        var forgotten = Run(JobGuarantee.ExactlyOnce);
        forgotten.GoneAt = Now;
        Of(forgotten, null)!.Loses.ShouldBeNull();
    }

    [Theory]
    [InlineData(-20)]
    [InlineData(20)]
    public void How_old_its_checkpoint_is_is_by_the_clock_of_its_Flink(int minutes)
    {
        var flink = Now.AddMinutes(minutes);
        var run = Run(JobGuarantee.ExactlyOnce);
        var last = run.Facts.Checkpoints[0] with { At = flink.AddSeconds(-20) };
        run.Facts = run.Facts with { AsOf = flink, Checkpoints = [last] };

        var cost = Of(run, null).ShouldNotBeNull();

        cost.Words.ShouldStartWith("It would go on from its checkpoint of 20\u00A0s ago.");
        cost.Since.ShouldBe(last.At, "as Flink shows it");
    }

    [Fact]
    public void Of_a_run_that_Flink_has_not_listed_for_a_while_it_is_unknown()
    {
        var run = Run(JobGuarantee.ExactlyOnce);
        run.SeenAt = Now.AddHours(-1);

        var cost = Of(run, Amount.Of(1)).ShouldNotBeNull();

        (cost.Loses, cost.Since, cost.Records).ShouldBe((null, null, null));
        cost.Words.ShouldBe(
            "What a stop would lose or repeat is unknown: Flink doesn't answer for the job, which was last seen 1\u00A0h ago."
        );
    }

    [Fact]
    public void What_does_not_run_has_nothing_to_stop()
    {
        var over = Run(JobGuarantee.ExactlyOnce);
        over.Status = FlinkStatus.Finished;

        Of(over, null).ShouldBeNull();
        StopCost.Of(new(JobDesired.Running, null, Now, null), Now).ShouldBeNull();
    }

    private static JobCheckpoint Savepoint =>
        new(10, Now.AddSeconds(-5), TimeSpan.FromSeconds(1), 100, IsSavepoint: true, JobCheckpoint.Completed);

    /// <param name="behind">Null: no commit of its group is known.</param>
    /// <param name="deleted">Of that, what was deleted before it was read; null: not known.</param>
    private static StopCost? Of(SeenJob run, Amount? behind, long? deleted = 0)
    {
        var sight = new JobSight(JobDesired.Running, run, Now, null);
        return StopCost.Of(behind is { } lag ? sight with { Lag = [Lag(lag, deleted)] } : sight, Now);
    }

    private static JobLag Lag(Amount lag, long? deleted)
    {
        var sample = new Sample(Now);
        var place = sample.Partition("a", 0, LagStatus.Ok, 0, TimeSpan.Zero) with { Lag = lag, Lost = deleted };
        return new JobLag(
            new ClusterId(1),
            "dev",
            sample.Group("flink-sums", LagStatus.Ok, 0, new Drain.Unknown(), place)
        );
    }

    private static SeenJob Run(
        JobGuarantee? guarantee,
        bool checkpoint = true,
        JobStartAt startAt = JobStartAt.Earliest
    ) =>
        new()
        {
            ClusterId = new ClusterId(1),
            JobId = "1f",
            Name = "sums",
            Status = FlinkStatus.Running,
            Definition = guarantee is { } known
                ? JobWorlds.Spec("INSERT INTO dev.b SELECT * FROM dev.a").Definition with
                {
                    Guarantee = known,
                    StartAt = startAt,
                }
                : null,
            StartedAt = Now.AddHours(-2),
            FirstSeenAt = Now.AddHours(-2),
            SeenAt = Now,
            Facts = JobFacts.None with
            {
                CheckpointEvery = TimeSpan.FromSeconds(30),
                Checkpoints = checkpoint
                    ? [new(9, Now.AddSeconds(-20), TimeSpan.FromSeconds(1), 100, false, JobCheckpoint.Completed)]
                    : [],
            },
        };
}
