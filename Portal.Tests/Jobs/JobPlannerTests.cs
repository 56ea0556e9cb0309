using Portal.Core;
using Portal.Core.Changes.Plans;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Stability;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Tests.Kit;

namespace Portal.Tests.Jobs;

/// <summary>From what Flink has to what is wanted of a job.</summary>
public sealed class JobPlannerTests
{
    private const string Savepoint = "file:/savepoints/portal/sums/1f/2a/savepoint-1";
    private static readonly DateTimeOffset Taken = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly ResourceRef On = new(JobKind.Word, new ClusterId(1), "sums");
    private static readonly JobSpec Running = JobWorlds.Spec(JobWorlds.Copy("a", "b"));
    private static readonly JobSpec Other = JobWorlds.Spec(JobWorlds.Copy("a", "b", "LOWER"));
    private static readonly JobSpec Stateless = Running with { UpgradeMode = JobUpgradeMode.Stateless };

    [Fact]
    public void What_is_as_wanted_needs_nothing() => Steps(Running, Live()).ShouldBeEmpty();

    [Fact]
    public void A_savepoint_is_taken_of_what_runs_and_is_all_that_its_change_does()
    {
        var taken = Running with { TakeSavepoint = true };
        Steps(taken, Live()).ShouldHaveSingleItem().ShouldBe(new TakeSavepoint(On, "1f"));
        taken.Lasting.ShouldBe(Running);
        Impossible(taken, Live() with { State = JobRunState.Ended }).ShouldContain("doesn't run");
        Impossible(Other with { TakeSavepoint = true }, Live()).ShouldContain("anyway");
        JobSpecReview.Of(taken with { NewestSchemas = true }).ShouldHaveSingleItem().Field.ShouldBe("takeSavepoint");
    }

    [Fact]
    public void A_savepoint_alone_needs_nobody_and_whatever_comes_with_it_does()
    {
        bool Agreed(JobSpec wanted, JobSpec? origin) =>
            TestKinds
                .All.Of(JobKind.Word)
                .IsAgreed(new(On, ResourceOperation.Update, wanted, origin, null), Live(), DateTimeOffset.UnixEpoch);

        var taken = Running with { TakeSavepoint = true };
        Agreed(taken, Running).ShouldBeTrue();
        Agreed(taken, origin: null).ShouldBeFalse("what else it changes isn't known");
        Agreed(taken with { Tier = Tier.Experimental }, Running).ShouldBeFalse();
        Agreed(taken with { Owner = "others" }, Running).ShouldBeFalse();
        Agreed(taken with { Labels = new Labels([new("a", "b")]) }, Running).ShouldBeFalse();
        Agreed(Other with { TakeSavepoint = true }, Other).ShouldBeFalse("another version runs");
        Agreed(Running, Running).ShouldBeFalse();
    }

    [Theory]
    [InlineData(RestartStrategy.FixedDelay, 3, 10, null, null)]
    [InlineData(RestartStrategy.FixedDelay, null, 10, null, "restart.attempts")]
    [InlineData(RestartStrategy.FixedDelay, 3, null, null, "restart.delaySeconds")]
    [InlineData(RestartStrategy.ExponentialDelay, null, 1, 60, null)]
    [InlineData(RestartStrategy.ExponentialDelay, null, 60, 1, "restart.maxDelaySeconds")]
    [InlineData(RestartStrategy.None, null, null, null, null)]
    [InlineData(RestartStrategy.None, 3, null, null, "restart.attempts")]
    public void A_restart_strategy_has_its_own_values_and_no_others(
        RestartStrategy strategy,
        int? attempts,
        int? delay,
        int? most,
        string? wrong
    )
    {
        var restart = new JobRestart(strategy, attempts, delay, most);
        var other = Running with { Definition = Running.Definition with { Restart = restart, StateTtlSeconds = 60 } };
        JobSpecReview.Of(other).Select(problem => problem.Field).ShouldBe(wrong is null ? [] : [wrong]);
        other.Definition.ShouldNotBe(Running.Definition);
        other.Definition.RunsTheSame(Running.Definition).ShouldBeTrue();
        Steps(other, Live())[1].Moves.Select(move => move.Field).ShouldBe(["restart", "stateTtlSeconds", "state"]);
    }

    [Fact]
    public void A_checkpoint_mode_follows_the_guarantee_and_one_that_breaks_it_is_refused()
    {
        var less = Running.Definition with { Guarantee = JobGuarantee.AtLeastOnce };
        Running.Definition.CheckpointsIn.ShouldBe(CheckpointMode.ExactlyOnce);
        less.CheckpointsIn.ShouldBe(CheckpointMode.AtLeastOnce);
        var exact = less with { CheckpointMode = CheckpointMode.ExactlyOnce };
        var impossible = Running with
        {
            Definition = Running.Definition with { CheckpointMode = CheckpointMode.AtLeastOnce },
        };

        var problem = JobSpecReview.Of(impossible).ShouldHaveSingleItem();
        problem.Field.ShouldBe("checkpoints.mode");
        problem.Words.ShouldContain("or the guarantee at-least-once");
        JobSpecReview.Of(Running with { Definition = exact }).ShouldBeEmpty();
        exact.ShouldNotBe(less);
        (less with { CheckpointMode = CheckpointMode.AtLeastOnce }).ShouldBe(less, "it says what goes anyway");
        Steps(Running with { Definition = exact }, Live() with { Definition = less })[1]
            .Moves.ShouldContain(new FieldMove("checkpoints.mode", "at-least-once", "exactly-once"));
    }

    [Fact]
    public void What_its_Flink_makes_checkpoints_in_is_drift_where_it_is_not_what_is_wanted()
    {
        var live = Live() with { CheckpointMode = CheckpointMode.AtLeastOnce };
        var less = Running with { Definition = Running.Definition with { Guarantee = JobGuarantee.AtLeastOnce } };

        Drift(Running, live).ShouldBe([new("checkpoints.mode", "exactly-once", "at-least-once")]);
        Drift(less, live).ShouldBe([new("guarantee", "at-least-once", "exactly-once")]);
        Drift(Running, live with { CheckpointMode = CheckpointMode.ExactlyOnce }).ShouldBeEmpty();
        Drift(Running, Live()).ShouldBeEmpty("it isn't known");
    }

    [Fact]
    public void A_second_run_of_its_name_is_drift() =>
        Drift(Running, Live() with { Others = 1 })
            .ShouldBe([new("runs", "one", "2 of this name are alive, and each writes what it reads")]);

    private static IReadOnlyList<DriftedField> Drift(JobSpec wanted, LiveJob found) =>
        TestKinds.All.Of(JobKind.Word).Drift(wanted, found);

    [Fact]
    public void What_is_as_wanted_starts_again_from_its_savepoint_when_the_newest_schemas_are_requested()
    {
        var runs = Running.Definition with { Schemas = [new("dev.a", "a-value", 1, 7)] };
        var live = Live() with { Definition = runs };
        Steps(Running, live).ShouldBeEmpty();

        var steps = Steps(Running with { NewestSchemas = true }, live);

        steps[0]
            .ShouldBeOfType<StopJob>()
            .Definition!.Schemas.ShouldBe(runs.Schemas, "it goes back to the tables that ran");
        var start = steps[1].ShouldBeOfType<StartJob>();
        (start.Stopped, start.Definition.Schemas).ShouldBe(("1f", null));
        (Running with { NewestSchemas = true }).Lasting.ShouldBe(Running);
        JobSpecReview
            .Of(Running with { NewestSchemas = true, State = JobDesired.Suspended })
            .ShouldHaveSingleItem()
            .Field.ShouldBe("newestSchemas");
    }

    [Fact]
    public void Another_version_goes_on_from_the_savepoint_that_the_one_before_is_stopped_with()
    {
        var steps = Steps(Other, Live());

        steps[0].ShouldBeOfType<StopJob>().Definition.ShouldBe(Running.Definition);
        steps[1].ShouldBeOfType<StartJob>().Stopped.ShouldBe("1f");
    }

    [Fact]
    public void With_the_last_state_a_job_is_cancelled_and_goes_on_from_its_newest_checkpoint()
    {
        var last = Other with { UpgradeMode = JobUpgradeMode.LastState, Rehearsal = true };

        var steps = Steps(last, Live());

        steps[0].ShouldBe(new StopJob(On, "1f", Running.Definition, WithoutSavepoint: true));
        steps[0].Reversal.ShouldBe(Reversal.Full, "the one before can go on from there too");
        var start = steps[1].ShouldBeOfType<StartJob>();
        (start.Stopped, start.FromCheckpoint, start.From).ShouldBe(("1f", true, null));
        start.Title.ShouldEndWith("from the newest checkpoint of the run before");
        steps.ShouldNotContain(step => step.IsRehearsal, "that begins with a savepoint");

        Steps(last with { State = JobDesired.Suspended }, Live())
            .ShouldHaveSingleItem()
            .ShouldBe(new StopJob(On, "1f", Running.Definition, WithoutSavepoint: true));
        Steps(Running with { UpgradeMode = JobUpgradeMode.LastState }, Live()).ShouldBeEmpty();
    }

    [Fact]
    public void A_critical_job_is_rehearsed_before_it_is_stopped_and_any_other_on_request()
    {
        var critical = Other with { Tier = Tier.Critical };
        StepOrder
            .Arrange([.. Steps(critical, Live()).Select(step => (0, step))], new Dictionary<int, int[]>())
            .Select(step => step.Word)
            .ShouldBe([
                "fork-savepoint",
                "create-scratch-topic",
                "start-rehearsal",
                "await-rehearsal",
                "end-rehearsal",
                "stop-job",
                "start-job",
                "await-stability",
            ]);
        Steps(Other with { Rehearsal = true }, Live())[0].ShouldBeOfType<ForkSavepoint>().JobId.ShouldBe("1f");
        Steps(critical with { Rehearsal = false }, Live())[0].ShouldBeOfType<StopJob>();
        Steps(Stateless with { Definition = Other.Definition, Tier = Tier.Critical }, Live())[0]
            .ShouldBeOfType<StopJob>();
        Steps(critical, Live() with { State = JobRunState.Ended, RestoreFrom = Savepoint })[0]
            .ShouldBeOfType<StartJob>();
    }

    [Fact]
    public void Whatever_is_started_has_to_become_stable_by_its_criticality()
    {
        var critical = Other with { Tier = Tier.Critical };

        Steps(Other, Live())[2].ShouldBeOfType<AwaitStability>().Gate.ShouldBe(new(3, 1, 60));
        Steps(critical, Live())[^1].ShouldBeOfType<AwaitStability>().Gate.ShouldBe(new(5, 0, 300));
        Steps(Running with { State = JobDesired.Suspended }, Live()).ShouldHaveSingleItem().ShouldBeOfType<StopJob>();
    }

    [Fact]
    public void A_job_that_failed_is_mended_from_the_newest_state_that_it_left()
    {
        var failed = Live() with { State = JobRunState.Ended, Status = FlinkStatus.Failed, RestoreFrom = Savepoint };
        var edit = new ResourceRequest(On, ResourceOperation.Update, Other, Running, null);

        Of(edit, failed)[0].ShouldBeOfType<StartJob>().From.ShouldBe(Savepoint);
    }

    [Fact]
    public void A_job_of_which_no_state_is_known_starts_only_when_nobody_asks_for_its_state()
    {
        Impossible(Running, null).ShouldContain("upgrade mode stateless");
        Impossible(Running, Live() with { State = JobRunState.Forgotten }).ShouldContain("upgrade mode stateless");
        var unseen = Live() with { State = JobRunState.Ended, SeesState = false };
        Impossible(Running, unseen).ShouldContain("isn't known. Mount Flink's folders");
        Steps(Stateless, unseen).OfType<StartJob>().ShouldHaveSingleItem().From.ShouldBeNull();
        Steps(Stateless, null)[0].ShouldBeOfType<StartJob>().From.ShouldBeNull();
    }

    [Fact]
    public void A_job_that_runs_is_stopped_and_started_from_the_savepoint_that_is_named()
    {
        var steps = Steps(Running with { RestoreFrom = 7 }, Live() with { Savepoints = [Known(7)] });

        steps.Select(step => step.Word).ShouldBe(["stop-job", "start-job", "await-stability"]);
        var start = steps[1].ShouldBeOfType<StartJob>();
        (start.From, start.Stopped).ShouldBe((Savepoint, null));
        start.Restored.ShouldBe(new(7, Taken, GoesBack: true, IsSameVersion: true));
        start.Title.ShouldBe("Start sums from savepoint 7 of 2026-11-20 12:00 UTC");
    }

    [Fact]
    public void A_job_goes_back_with_the_tables_that_its_savepoint_was_made_with_unless_the_newest_are_requested()
    {
        TableSchema[] ran = [new("dev.a", "a-value", 3, 11)];
        var wanted = Running with { RestoreFrom = 7 };
        var live = Live() with
        {
            Savepoints = [Known(7) with { Definition = Running.Definition with { Schemas = ran } }],
        };

        Steps(wanted, live)[1].ShouldBeOfType<StartJob>().Definition.Schemas.ShouldBeSameAs(ran);
        Steps(wanted with { NewestSchemas = true }, live)[1]
            .ShouldBeOfType<StartJob>()
            .Definition.Schemas.ShouldBeNull();
        Steps(Other with { RestoreFrom = 7 }, live)[1].ShouldBeOfType<StartJob>().Definition.Schemas.ShouldBeNull();
    }

    [Fact]
    public void A_savepoint_that_is_the_last_its_job_did_is_no_way_back()
    {
        var ended = Live() with { State = JobRunState.Ended, RestoreFrom = Savepoint };

        Restored(ended with { Savepoints = [Known(7) with { JobId = "1f" }] }).GoesBack.ShouldBeFalse();
        Restored(ended with { Savepoints = [Known(7)] }).GoesBack.ShouldBeTrue("another run came after it");
        Restored(ended with { RestoreFrom = "file:/s/later", Savepoints = [Known(7) with { JobId = "1f" }] })
            .GoesBack.ShouldBeTrue("it was taken by hand, and the run went on");
        Restored(ended with { RestoreFrom = null, Savepoints = [Known(7) with { JobId = "1f" }] })
            .GoesBack.ShouldBeTrue("whether the run went on isn't known");
        Restored(ended with { Savepoints = [Known(7) with { Definition = Other.Definition }] })
            .IsSameVersion.ShouldBe(false);
        Restored(ended with { Savepoints = [Known(7) with { Definition = null }] }).IsSameVersion.ShouldBeNull();
    }

    [Fact]
    public void A_savepoint_that_nothing_can_start_from_is_refused_before_anything_is_stopped()
    {
        var wanted = Running with { RestoreFrom = 7 };

        Impossible(wanted, Live()).ShouldStartWith("sums has no savepoint 7.");
        Impossible(wanted, Live() with { Savepoints = [Known(8)] }).ShouldStartWith("sums has no savepoint 7.");
        Impossible(wanted, Live() with { Savepoints = [Known(7) with { Obstacle = "is being deleted" }] })
            .ShouldStartWith("sums can't start from savepoint 7: it is being deleted.");
        var former = Live() with { Savepoints = [Known(7) with { FormerOwner = "logistics" }] };
        Impossible(wanted, former)
            .ShouldStartWith("Savepoint 7 is of a former job named sums, which logistics owned: only a job of");
        Steps(wanted with { Owner = "logistics" }, former)[1].ShouldBeOfType<StartJob>().From.ShouldBe(Savepoint);
        Impossible(wanted, Live() with { Definition = null }).ShouldContain("didn't start the job");
        Plan(new(On, ResourceOperation.Create, wanted, null, null), null)
            .ShouldBeOfType<PlannedSteps.Impossible>()
            .Words.ShouldContain("would end the transactions of that job");
    }

    [Theory]
    [InlineData(JobRunState.Ended)]
    [InlineData(JobRunState.Forgotten)]
    public void One_that_ended_and_is_managed_is_not_created_over_its_state(JobRunState state) =>
        Plan(new(On, ResourceOperation.Create, Running, null, null), Live() with { State = state })
            .ShouldBeOfType<PlannedSteps.Impossible>()
            .Words.ShouldStartWith("The job sums is there already");

    [Fact]
    public void A_restore_is_not_rehearsed_and_is_no_part_of_what_stays_wanted()
    {
        var wanted = Running with { RestoreFrom = 7, Rehearsal = true };

        Steps(wanted, Live() with { Savepoints = [Known(7)] })[0].ShouldBeOfType<StopJob>();
        wanted.Lasting.ShouldBe(Running with { Rehearsal = true });
    }

    [Fact]
    public void Two_of_a_name_are_left_alone() =>
        Impossible(Other, Live() with { Others = 1 }).ShouldContain("2 jobs named sums");

    [Theory]
    [InlineData(JobRunState.Alive, false)]
    [InlineData(JobRunState.Ended, true)]
    [InlineData(JobRunState.Forgotten, true)]
    public void A_job_that_is_over_can_be_given_up_too(JobRunState state, bool wasOver) =>
        Of(new(On, ResourceOperation.Delete, null, null, null), Live() with { State = state })
            .ShouldHaveSingleItem()
            .ShouldBeOfType<CancelJob>()
            .WasOver.ShouldBe(wasOver);

    [Fact]
    public void A_job_that_somebody_else_started_under_its_name_is_not_cancelled()
    {
        var delete = new ResourceRequest(On, ResourceOperation.Delete, null, null, null);
        var stranger = Live() with { JobId = "2e", Definition = null };

        var step = Of(delete, stranger with { Recorded = "1f" }).ShouldHaveSingleItem();
        step.ShouldBe(new CancelJob(On, "1f", WasOver: true, Stays: "2e"));
        step.Details(seen: null).ShouldHaveSingleItem().ShouldStartWith("Job 2e, which runs as sums");
        Reasons(step).ShouldHaveSingleItem().ShouldStartWith("Job 2e runs as sums and isn't touched");

        Of(delete, stranger with { Recorded = "2e" }).ShouldHaveSingleItem().ShouldBe(new CancelJob(On, "2e"));
        Plan(delete, stranger)
            .ShouldBeOfType<PlannedSteps.Impossible>()
            .Words.ShouldStartWith("The portal didn't start the job 2e");
    }

    [Fact]
    public void State_of_which_nobody_knows_what_wrote_it_is_no_small_risk()
    {
        Reasons(new StartJob(On, Running.Definition, "file:/c/2e/chk-7"))
            .ShouldHaveSingleItem()
            .ShouldStartWith("What wrote the state that sums goes on from isn't known");
        Reasons(new StartJob(On, Running.Definition, "file:/c/1f/chk-7", Former: Running.Definition))
            .ShouldBe(["sums goes on from its state."]);
    }

    private static IEnumerable<string> Reasons(Step step) =>
        TestKinds.All.Of(JobKind.Word).Risks(new(On, [step], null), null).Select(reason => reason.Words);

    private static RestoredSavepoint Restored(LiveJob live) =>
        Steps(Running with { RestoreFrom = 7 }, live).OfType<StartJob>().Single().Restored.ShouldNotBeNull();

    private static KnownSavepoint Known(long number) => new(number, Savepoint, "0a", Taken, Running.Definition);

    private static LiveJob Live() =>
        new("sums", "1f", JobRunState.Alive, FlinkStatus.Running, Running.Definition, null);

    private static IReadOnlyList<Step> Steps(JobSpec wanted, LiveJob? live) =>
        Of(new(On, ResourceOperation.Update, wanted, null, null), live);

    private static IReadOnlyList<Step> Of(ResourceRequest request, LiveJob? live) =>
        Plan(request, live).ShouldBeOfType<PlannedSteps.Needed>().Steps;

    private static string Impossible(JobSpec wanted, LiveJob? live) =>
        Plan(new(On, ResourceOperation.Update, wanted, null, null), live)
            .ShouldBeOfType<PlannedSteps.Impossible>()
            .Words;

    private static PlannedSteps Plan(ResourceRequest request, LiveJob? live) =>
        TestKinds.All.Of(JobKind.Word).Steps(request, TestKinds.All.WantedOf(request, live), live, null);
}
