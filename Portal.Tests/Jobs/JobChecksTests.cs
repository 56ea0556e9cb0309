using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Tests.Kit;

namespace Portal.Tests.Jobs;

/// <summary>What stands between a job and running as it promises.</summary>
public sealed class JobChecksTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly ResourceRef On = new(JobKind.Word, new ClusterId(1), "sums");
    private static readonly JobSpec Wanted = JobWorlds.Spec(JobWorlds.Copy("a", "b"), parallelism: 4);

    [Fact]
    public void Another_teams_topic_is_named_with_its_owner()
    {
        Check("owners", tables: Table("dev.a", isWritten: false, "logistics"))
            .ShouldBe(
                (
                    CheckVerdict.Noted,
                    "It reads dev.a, which logistics owns. The owner of a topic approves a job before it begins to use it."
                )
            );
        Check("owners", tables: Table("dev.b", isWritten: true, "logistics"))
            .Words.ShouldStartWith("It writes dev.b, which logistics owns.");
        Check("owners", tables: Table("dev.b", isWritten: true, Wanted.Owner)).Verdict.ShouldBeNull();
    }

    [Theory]
    [InlineData(8, 8, CheckVerdict.Passed)]
    [InlineData(3, 8, CheckVerdict.NeedsOverride)]
    [InlineData(2, 2, CheckVerdict.Blocked)]
    [InlineData(0, 0, CheckVerdict.Noted)]
    [InlineData(null, null, CheckVerdict.Unknown)]
    public void A_job_needs_as_many_slots_as_it_is_parallel(int? free, int? all, CheckVerdict verdict) =>
        Check("slots", free, all).Verdict.ShouldBe(verdict);

    [Theory]
    [InlineData(
        60,
        false,
        30,
        CheckVerdict.NeedsOverride,
        "and the job had completed a checkpoint 30\u00A0min ago, which isn't there any more"
    )]
    [InlineData(60, true, 60, CheckVerdict.Noted, "longer than a transaction stays open (15\u00A0min)")]
    [InlineData(60, false, 60, null, "")]
    [InlineData(60, false, null, null, "")]
    [InlineData(10, true, 10, null, "")]
    public void State_that_is_older_than_what_the_job_had_completed_is_named(
        int writtenAgo,
        bool isCheckpoint,
        int? completedAgo,
        CheckVerdict? verdict,
        string words
    )
    {
        var seen = Seen(8, 8);
        var age = new StateAge(
            seen.SeenAt.AddMinutes(-writtenAgo),
            isCheckpoint,
            completedAgo is { } ago ? seen.SeenAt.AddMinutes(-ago) : null
        );

        var finding = Findings(Wanted, null, seen with { StateAge = age }, isProduction: true)
            .SingleOrDefault(f => f.Name == "state-age");

        (finding?.Verdict).ShouldBe(verdict);
        (finding?.Words ?? "").ShouldContain(words);
    }

    [Theory]
    [InlineData(5, false, "so do the brokers after 15\u00A0min.")]
    [InlineData(20, true, "so do the brokers after 15\u00A0min, which are over.")]
    public void A_savepoint_that_is_all_that_is_left_and_may_not_be_committed_needs_somebody_who_agrees(
        int takenAgo,
        bool isNamed,
        string words
    )
    {
        var at = Now.AddMinutes(-takenAgo);
        var wanted = isNamed ? Wanted with { RestoreFrom = 7 } : Wanted;
        var live = new LiveJob("sums", "1f", JobRunState.Ended, FlinkStatus.Failed, Wanted.Definition, "file:/s/7")
        {
            Savepoints = [new(7, "file:/s/7", "1f", at, Wanted.Definition)],
        };
        var seen = isNamed
            ? Seen(8, 8) with
            {
                Restore = new(7, IsThere: true, null, [], null) { Settlement = ForkSettlement.Never },
            }
            : Seen(8, 8) with
            {
                StateAge = new(at, IsCheckpoint: false, null) { Settlement = ForkSettlement.Never },
            };

        var finding = Findings(wanted, live, seen).Single(f => f.Name == (isNamed ? "restore" : "state-age"));

        finding.Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        finding.Words.ShouldContain("completed no checkpoint after it that is known");
        finding.Words.ShouldContain(words);
        finding.Words.ShouldNotContain("nothing is written again");
    }

    [Theory]
    [InlineData(
        "dev.a",
        "",
        CheckVerdict.NeedsOverride,
        "It goes on from a state that was written 8\u00A0d ago. Of dev.a records that come after it are deleted, or may be: what the job had not read by then is lost to it."
    )]
    [InlineData(
        "",
        "dev.c",
        CheckVerdict.Noted,
        "It goes on from a state that was written 8\u00A0d ago. Of dev.c partitions are empty, and how far the job had read them isn't known: what it had not read by then would be lost to it."
    )]
    [InlineData("", "", null, null)]
    public void A_resume_from_a_state_of_before_what_is_deleted_needs_somebody_who_agrees_and_before_what_may_be_is_noted(
        string cut,
        string mayBeCut,
        CheckVerdict? verdict,
        string? words
    )
    {
        var age = new StateAge(Now.AddDays(-8), IsCheckpoint: false, null)
        {
            Cut = cut.Length > 0 ? ImmutableArray.Create(cut) : ImmutableArray<string>.Empty,
            MayBeCut = mayBeCut.Length > 0 ? ImmutableArray.Create(mayBeCut) : ImmutableArray<string>.Empty,
        };

        var finding = Findings(Wanted, null, Seen(8, 8) with { StateAge = age })
            .SingleOrDefault(f => f.Name == RestoreCheck.Name);

        (finding?.Verdict).ShouldBe(verdict);
        (finding?.Words).ShouldBe(words);
    }

    // Flink and the folder of its checkpoints were lost, and a savepoint of two hours before is all that is left.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_a_checkpoint_is_known_to_have_followed_the_savepoint_its_results_are_written_twice_and_none_is_missing(
        bool isJar
    )
    {
        var jar = new JobProgram(new('a', 64), null, [], [], []);
        var wanted = isJar
            ? Wanted with
            {
                Definition = Wanted.Definition with { Statements = "", Program = jar },
            }
            : Wanted;
        var seen = Seen(8, 8) with
        {
            StateAge = new(Now.AddHours(-2), IsCheckpoint: false, Now) { Settlement = ForkSettlement.Never },
        };

        var finding = Findings(wanted, null, seen).Single(f => f.Name == "state-age");

        finding.Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        finding.Words.ShouldContain("its results are written again");
        finding.Words.ShouldNotContain("missing");
    }

    [Theory]
    [InlineData("high-availability", true, "submission", null)]
    [InlineData("high-availability", false, "submission", CheckVerdict.Noted)]
    [InlineData("job-result-store", true, "submission", CheckVerdict.Passed)]
    [InlineData("job-result-store", false, "submission", CheckVerdict.NeedsOverride)]
    [InlineData("kafka-connector", true, "kafka-connector", CheckVerdict.Passed)]
    [InlineData("kafka-connector", false, "kafka-connector", CheckVerdict.Blocked)]
    [InlineData("kafka-connector", null, "kafka-connector", CheckVerdict.Noted)]
    [InlineData("sql-gateway", false, "sql-gateway", CheckVerdict.NeedsOverride)]
    public void What_the_test_of_a_Flink_found_counts_for_a_start(
        string fact,
        bool? isFine,
        string check,
        CheckVerdict? verdict
    )
    {
        var seen = Seen(8, 8) with { Preflight = [new(fact, isFine, "It was found so", "Do this.")] };

        var finding = Findings(Wanted, null, seen, isProduction: true).SingleOrDefault(f => f.Name == check);

        (finding?.Verdict).ShouldBe(verdict);
        (finding is null).ShouldBe(verdict is null);
        Findings(Wanted, null, Seen(8, 8), isProduction: true)
            .ShouldNotContain(f => f.Name == check, "it wasn't tested yet");
    }

    [Theory]
    [InlineData(15, CheckVerdict.Passed, "it may be down for 14\u00A0min 59\u00A0s;")]
    [InlineData(5, CheckVerdict.Blocked, "Set transaction.max.timeout.ms of its brokers to 900000 or more.")]
    [InlineData(null, CheckVerdict.Noted, "isn't known: Nobody answers.")]
    public void Brokers_have_to_take_the_transactions_of_an_exactly_once_job(
        int? minutes,
        CheckVerdict verdict,
        string words
    )
    {
        TimeSpan? longest = minutes is { } known ? TimeSpan.FromMinutes(known) : null;
        var seen = Seen(8, 8) with { Transactions = [new("dev", longest, longest is null ? "Nobody answers." : null)] };
        var less = Wanted with { Definition = Wanted.Definition with { Guarantee = JobGuarantee.AtLeastOnce } };

        var finding = Findings(Wanted, null, seen).Single(f => f.Name == "transactions");

        finding.Verdict.ShouldBe(verdict);
        finding.Words.ShouldContain(words);
        Findings(less, null, seen).ShouldNotContain(f => f.Name == "transactions");
    }

    [Theory]
    [InlineData(128, 4, CheckVerdict.Passed)]
    [InlineData(4, 4, CheckVerdict.Passed)]
    [InlineData(3, 4, CheckVerdict.Blocked)]
    [InlineData(128, 1, null)]
    [InlineData(null, 4, null)]
    public void State_is_not_restored_into_more_subtasks_than_it_has_parts(
        int? parts,
        int wanted,
        CheckVerdict? verdict
    )
    {
        var runs = Wanted.Definition with { Parallelism = 1 };
        var spec = Wanted with { Definition = Wanted.Definition with { Parallelism = wanted } };
        var live = new LiveJob("sums", "1f", JobRunState.Alive, "RUNNING", runs, null);

        var found = Findings(spec, live, Seen(8, 8) with { MaxParallelism = parts })
            .SingleOrDefault(f => f.Name == "max-parallelism");

        (found?.Verdict).ShouldBe(verdict);
        if (verdict == CheckVerdict.Blocked)
        {
            found!.Words.ShouldContain("Lower its parallelism to 3 or less, or start it without its state");
        }
    }

    [Theory]
    [InlineData(8, CheckVerdict.Noted)]
    [InlineData(4, null)]
    public void Into_how_many_parts_a_forgotten_run_split_its_state_is_not_known(int wanted, CheckVerdict? verdict)
    {
        var spec = Wanted with { Definition = Wanted.Definition with { Parallelism = wanted }, RestoreFrom = 7 };

        var found = Findings(spec, Live(Wanted.Definition), Seen(8, 8))
            .SingleOrDefault(f => f.Name == "max-parallelism");

        (found?.Verdict).ShouldBe(verdict);
    }

    [Theory]
    [InlineData(true, CheckVerdict.NeedsOverride)]
    [InlineData(false, CheckVerdict.Noted)]
    public void At_least_once_is_said_and_in_production_somebody_agrees_to_it(bool isProduction, CheckVerdict verdict)
    {
        var less = Wanted with { Definition = Wanted.Definition with { Guarantee = JobGuarantee.AtLeastOnce } };
        Findings(less, null, Seen(8, 8), isProduction).Single(f => f.Name == "exactly-once").Verdict.ShouldBe(verdict);
    }

    [Fact]
    public void A_plan_says_of_a_job_what_was_said_while_it_was_typed()
    {
        var spec = JobWorlds.Spec("INSERT INTO dev.b SELECT UUID() FROM dev.a");
        var typed = JobLint.Of(spec.Definition, isProduction: false).Single(note => note.Name == JobLint.Replay);

        Findings(spec, null, Seen(8, 8)).Single(f => f.Name == JobLint.Replay).Words.ShouldBe(typed.Words);
    }

    [Theory]
    [InlineData(null, true, CheckVerdict.Passed)]
    [InlineData(null, false, CheckVerdict.NeedsOverride)]
    [InlineData("amount INT to BIGINT", true, CheckVerdict.NeedsOverride)]
    public void Columns_that_change_under_the_same_query_need_somebody_who_compared_them(
        string? retyped,
        bool isSame,
        CheckVerdict verdict
    )
    {
        var to = new TableSchema("dev.a", "a-value", 2, 8);
        var runs = Wanted.Definition with { Schemas = [to with { Version = 1 }] };
        var live = new LiveJob("sums", "1f", JobRunState.Alive, "RUNNING", runs, null);
        var seen = Seen(8, 8) with
        {
            Schemas = [new("dev.a", runs.Schemas[0], to, ["note STRING"], [], retyped is null ? [] : [retyped], true)],
            Running = new(1, Now, 0, "1 operator is the same.", null, isSame),
        };

        var findings = Findings(Wanted with { NewestSchemas = true }, live, seen).ToList();

        findings.Single(f => f.Name == "state").Verdict.ShouldBe(verdict);
        findings
            .Single(f => f.Name == SchemaCheck.Name)
            .Words.ShouldContain("dev.a from a-value version 1 to version 2 (added note STRING");
        Findings(Wanted with { NewestSchemas = true }, live, Seen(8, 8))
            .Single(f => f.Name == SchemaCheck.Name)
            .Words.ShouldContain("the newest schema versions already");
    }

    [Fact]
    public void What_may_not_fit_is_said_before_what_another_time_to_live_forgets()
    {
        var to = new TableSchema("dev.a", "a-value", 2, 8);
        var runs = Wanted.Definition with { Schemas = [to with { Version = 1 }], StateTtlSeconds = 7_200 };
        var live = new LiveJob("sums", "1f", JobRunState.Alive, "RUNNING", runs, null);
        var shorter = Wanted with { Definition = runs with { StateTtlSeconds = 3_600 }, NewestSchemas = true };
        var seen = Seen(8, 8) with { Schemas = [new("dev.a", runs.Schemas[0], to, [], ["note"], [], true)] };

        var state = Findings(shorter, live, seen).Single(f => f.Name == "state");

        state.Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        state.Words.ShouldContain("refused at the start where it doesn't fit");
        state.Words.ShouldContain("is forgotten after 1\u00A0h");
        Findings(shorter, live, Seen(8, 8)).Single(f => f.Name == "state").Verdict.ShouldBe(CheckVerdict.Noted);
    }

    [Fact]
    public void Where_it_is_not_known_which_schema_versions_run_that_is_said()
    {
        var live = new LiveJob("sums", "1f", JobRunState.Ended, "FINISHED", Wanted.Definition, "file:/s/7");

        var state = Findings(Wanted, live, Seen(8, 8)).Single(f => f.Name == "state");

        state.Verdict.ShouldBe(CheckVerdict.Noted);
        state.Words.ShouldContain("Which schema versions it was started with isn't known");
        Findings(Wanted, live with { Definition = Wanted.Definition with { Schemas = [] } }, Seen(8, 8))
            .Single(f => f.Name == "state")
            .Verdict.ShouldBe(CheckVerdict.Passed);
    }

    [Fact]
    public void A_savepoint_that_is_read_with_a_time_to_live_needs_somebody_who_agrees()
    {
        var ttl = Wanted with { Definition = Wanted.Definition with { StateTtlSeconds = 3_600 }, RestoreFrom = 7 };

        var state = Findings(ttl, Live(Wanted.Definition), Seen(8, 8)).Single(f => f.Name == "state");

        state.Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        state.Words.ShouldContain("was written without a time to live");
        foreach (
            var other in new[] { ttl with { NewestSchemas = true }, ttl with { Definition = Other(ttl.Definition) } }
        )
        {
            Findings(other, Live(Wanted.Definition), Seen(8, 8))
                .Single(f => f.Name == "state")
                .Words.ShouldContain("was written without a time to live");
        }
    }

    [Fact]
    public void A_topic_that_has_no_table_blocks_with_its_reason()
    {
        var seen = Seen(8, 8, JobTable.Unknown("dev.a", isWritten: false, "No topic a was seen on dev."));

        Findings(Wanted, null, seen).Single(f => f.Name == "tables").Verdict.ShouldBe(CheckVerdict.Blocked);
    }

    [Fact]
    public void Records_that_a_table_cannot_decode_need_somebody_who_knows_better()
    {
        var table = Table("dev.a", isWritten: false, Wanted.Owner);

        Check("records", tables: table).Verdict.ShouldBeNull();
        Check("records", tables: table with { Undecodable = "Of its newest 80 records 60 …" })
            .ShouldBe((CheckVerdict.NeedsOverride, "dev.a: Of its newest 80 records 60 …"));
    }

    [Fact]
    public void Another_query_on_the_state_of_the_one_before_needs_somebody_who_compared_them()
    {
        var other = JobWorlds.Spec(JobWorlds.Copy("a", "b", "LOWER")).Definition;
        var live = new LiveJob("sums", "1f", JobRunState.Alive, "RUNNING", other, null);

        Findings(Wanted, live, Seen(8, 8)).Single(f => f.Name == "state").Verdict.ShouldBe(CheckVerdict.NeedsOverride);
    }

    [Theory]
    [InlineData(
        20,
        JobGuarantee.ExactlyOnce,
        CheckVerdict.Passed,
        "up to 1,234 records that came since, and what it has read of its lag of then, are read again. It is still exactly-once"
    )]
    [InlineData(20, JobGuarantee.AtLeastOnce, CheckVerdict.NeedsOverride, "readers see them twice.")]
    [InlineData(1_000, JobGuarantee.ExactlyOnce, CheckVerdict.NeedsOverride, "longer than a transaction stays open")]
    [InlineData(null, JobGuarantee.ExactlyOnce, CheckVerdict.Blocked, "It has completed no checkpoint")]
    public void A_stop_without_a_savepoint_says_what_is_read_again_and_who_sees_it_twice(
        int? age,
        JobGuarantee guarantee,
        CheckVerdict verdict,
        string words
    )
    {
        var runs = Wanted.Definition with { Guarantee = guarantee };
        var next = Wanted with { Definition = runs with { Parallelism = 5 }, UpgradeMode = JobUpgradeMode.LastState };
        var live = new LiveJob("sums", "1f", JobRunState.Alive, "RUNNING", runs, null);
        var seen = Seen(8, 8) with
        {
            Running = new(1, age is { } seconds ? Now.AddSeconds(-seconds) : null, 0, RecordsSince: 1_234),
        };

        foreach (var wanted in new[] { next, next with { State = JobDesired.Suspended } })
        {
            var finding = Findings(wanted, live, seen, isProduction: true).Single(f => f.Name == "last-state");
            finding.Verdict.ShouldBe(verdict);
            finding.Words.ShouldContain(words);
        }

        Findings(next with { Definition = runs }, live, seen).ShouldNotContain(f => f.Name == "last-state");
        Findings(next with { UpgradeMode = JobUpgradeMode.Savepoint }, live, seen)
            .ShouldNotContain(f => f.Name == "last-state");
    }

    // It catches up: of what it was millions behind by, little came since its checkpoint.
    [Fact]
    public void What_a_stop_without_a_savepoint_reads_again_is_bounded_by_what_the_job_has_committed()
    {
        var running = new RunningJob(1, Now.AddSeconds(-20), 0, RecordsSince: 1_234) { Uncommitted = 5_001_234 };

        LastState(running, JobGuarantee.ExactlyOnce)
            .Words.ShouldContain(
                "old when this was read: up to 5,001,234 records are read again. It is still exactly-once"
            );
        LastState(running with { Uncommitted = 1 }, JobGuarantee.ExactlyOnce)
            .Words.ShouldContain("up to 1 record is read again.");
    }

    [Theory]
    [InlineData(20, JobGuarantee.ExactlyOnce, "are lost to it.")]
    [InlineData(1_000, JobGuarantee.ExactlyOnce, "are lost to it.")]
    [InlineData(20, JobGuarantee.AtLeastOnce, "may be lost to it.")]
    public void Records_that_are_deleted_after_the_checkpoint_of_a_stop_without_a_savepoint_need_somebody_who_agrees(
        int age,
        JobGuarantee guarantee,
        string loss
    )
    {
        var whole = new RunningJob(1, Now.AddSeconds(-age), 0) { Cut = ImmutableArray<string>.Empty };

        var finding = LastState(whole with { Cut = ImmutableArray.Create("dev.a") }, guarantee);

        finding.Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        finding.Words.ShouldEndWith(
            $"Of dev.a records that come after that checkpoint are deleted, or may be: they can't be read again, and {loss}"
        );
        finding.Words.ShouldNotContain("sees each result once");
        LastState(whole, guarantee).Words.ShouldNotContain("deleted");
    }

    [Theory]
    [InlineData(JobDesired.Running)]
    [InlineData(JobDesired.Suspended)]
    public void A_job_whose_checkpoints_would_go_with_it_is_not_stopped_without_a_savepoint(JobDesired state)
    {
        var next = Wanted with
        {
            Definition = Wanted.Definition with { Parallelism = 5 },
            UpgradeMode = JobUpgradeMode.LastState,
            State = state,
        };
        var seen = Seen(8, 8) with { Running = new(1, Now.AddSeconds(-20), 0) { DeletesCheckpoints = true } };

        var finding = Findings(next, Live(Wanted.Definition), seen).Single(f => f.Name == "last-state");

        finding.Verdict.ShouldBe(CheckVerdict.Blocked);
        finding.Words.ShouldContain("Request it with the upgrade mode savepoint");
    }

    [Theory]
    [InlineData("0a", JobUpgradeMode.Savepoint, CheckVerdict.NeedsOverride, "Job 1f, which the portal didn't start,")]
    [InlineData("0a", JobUpgradeMode.Stateless, CheckVerdict.NeedsOverride, "It starts without its state")]
    [InlineData("1f", JobUpgradeMode.Savepoint, null, "")]
    public void State_that_a_strangers_job_left_needs_somebody_who_knows_it(
        string recorded,
        JobUpgradeMode mode,
        CheckVerdict? verdict,
        string words
    )
    {
        var live = new LiveJob("sums", "1f", JobRunState.Ended, "CANCELED", null, "file:/c/1f/chk-7")
        {
            Recorded = recorded,
        };

        var finding = Findings(Wanted with { UpgradeMode = mode }, live, Seen(8, 8))
            .SingleOrDefault(f => f.Name == "state");

        (finding?.Verdict).ShouldBe(verdict);
        (finding?.Words ?? "").ShouldStartWith(words);
    }

    [Theory]
    [InlineData(-30, 20, CheckVerdict.Passed)]
    [InlineData(30, 1_000, CheckVerdict.NeedsOverride)]
    public void How_old_a_checkpoint_is_is_by_the_clock_of_its_Flink(int minutes, int seconds, CheckVerdict verdict)
    {
        var next = Wanted with
        {
            Definition = Wanted.Definition with { Parallelism = 5 },
            UpgradeMode = JobUpgradeMode.LastState,
        };
        var live = new LiveJob("sums", "1f", JobRunState.Alive, "RUNNING", Wanted.Definition, null);
        var flink = Now.AddMinutes(minutes);
        var seen = Seen(8, 8) with { Running = new(1, flink.AddSeconds(-seconds), 0) { AsOf = flink } };

        Findings(next, live, seen).Single(f => f.Name == "last-state").Verdict.ShouldBe(verdict);
    }

    [Theory]
    [InlineData(JobUpgradeMode.Savepoint, CheckVerdict.Blocked)]
    [InlineData(JobUpgradeMode.Stateless, CheckVerdict.NeedsOverride)]
    public void Skipping_is_not_switched_on_or_off_over_a_state_that_Flink_refuses(
        JobUpgradeMode mode,
        CheckVerdict verdict
    )
    {
        var skips = Wanted.Definition with { Errors = new(DeserializationErrorPolicy.Skip, "dev.dead") };
        var off = new LiveJob("sums", "1f", JobRunState.Alive, "RUNNING", skips, null);

        foreach (var (wanted, live) in new[] { (Wanted.Definition, off), (skips, Live(Wanted.Definition)) })
        {
            Findings(Wanted with { Definition = wanted, UpgradeMode = mode }, live, Seen(8, 8))
                .Single(f => f.Name == "state")
                .Verdict.ShouldBe(verdict);
        }

        var restored = Wanted with { Definition = skips, RestoreFrom = 7 };
        Findings(restored, Live(Wanted.Definition), Seen(8, 8))
            .Single(f => f.Name == "state")
            .Verdict.ShouldBe(CheckVerdict.Blocked);
    }

    [Theory]
    [InlineData(true, CheckVerdict.NeedsOverride)]
    [InlineData(false, CheckVerdict.Noted)]
    public void A_way_back_says_what_is_written_again_and_in_production_somebody_agrees_to_it(
        bool isProduction,
        CheckVerdict verdict
    )
    {
        var restore = Restore(new(7, IsThere: true, Records: 1_200, ["dev.a"], null), isProduction);

        restore.Verdict.ShouldBe(verdict);
        restore.Words.ShouldStartWith("It goes back to savepoint 7, taken 2\u00A0d before this plan.");
        restore.Words.ShouldContain("written again: readers see it twice");
        restore.Words.ShouldContain("It reads up to 1,200 records again");
        restore.Words.ShouldContain("came into its topics since, and what it has read of its lag of then.");
        restore.Words.ShouldContain("Of dev.a no record is left from before it");
        var empty = new RestoreEvidence(7, IsThere: true, Records: 1_200, [], null)
        {
            MayBeCut = ImmutableArray.Create("dev.a"),
        };
        Restore(empty, isProduction).Words.ShouldBe(restore.Words);
    }

    // Another run went on from an older checkpoint, for days.
    [Fact]
    public void A_way_back_to_what_may_not_be_committed_says_too_what_a_later_run_wrote_and_is_written_again()
    {
        var seen = new RestoreEvidence(7, IsThere: true, Records: 1_200, ["dev.a"], null)
        {
            Settlement = ForkSettlement.Never,
        };

        var restore = Restore(seen);

        restore.Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        restore.Words.ShouldStartWith("It goes back to savepoint 7, taken 2\u00A0d before this plan.");
        restore.Words.ShouldContain("written again: readers see it twice");
        restore.Words.ShouldContain("It reads up to 1,200 records again");
        restore.Words.ShouldContain("may not be committed");
        restore.Words.ShouldContain("Of dev.a no record is left from before it");
        restore.Words.ShouldNotContain("Leave the savepoint out");
    }

    // Each restart of its run aborts what the savepoint had prepared, and no checkpoint follows.
    [Theory]
    [InlineData("1f", JobUpgradeMode.LastState, true)]
    [InlineData("1f", JobUpgradeMode.Savepoint, false)]
    [InlineData("0a", JobUpgradeMode.LastState, false)]
    public void A_way_back_that_cancels_the_run_which_has_yet_to_commit_what_the_savepoint_prepared_names_what_may_be_missing(
        string takenOf,
        JobUpgradeMode mode,
        bool mayLose
    )
    {
        var live = Live(Wanted.Definition) with
        {
            Savepoints = [new(7, "file:/s/7", takenOf, Now.AddMinutes(-5), Wanted.Definition)],
        };
        var seen = Seen(8, 8) with
        {
            Restore = new(7, IsThere: true, Records: 1_200, [], null) { Settlement = ForkSettlement.Pending },
        };

        var restore = Findings(Wanted with { RestoreFrom = 7, UpgradeMode = mode }, live, seen)
            .Single(f => f.Name == RestoreCheck.Name);

        restore.Verdict.ShouldBe(mayLose ? CheckVerdict.NeedsOverride : CheckVerdict.Noted);
        restore.Words.ShouldStartWith("It goes back to savepoint 7, taken 5\u00A0min before this plan.");
        restore.Words.Contains("is missing in the results", StringComparison.Ordinal).ShouldBe(mayLose);
        restore.Words.Contains("Leave the savepoint out", StringComparison.Ordinal).ShouldBe(mayLose);
    }

    [Fact]
    public void A_savepoint_that_is_not_in_its_folder_blocks() =>
        Restore(new(7, IsThere: false, Records: null, [], null)).Verdict.ShouldBe(CheckVerdict.Blocked);

    [Fact]
    public void A_savepoint_of_another_query_says_which_operators_find_their_state()
    {
        var made = JobWorlds.Spec(JobWorlds.Copy("a", "b", "LOWER")).Definition;
        var seen = Seen(8, 8) with { Restore = new(7, IsThere: true, 0, [], "Not carried over: Rank(…).") };

        var state = Findings(Wanted with { RestoreFrom = 7 }, Live(made), seen).Single(f => f.Name == "state");

        state.Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        state.Words.ShouldEndWith("Not carried over: Rank(…).");
        var newest = Wanted with { RestoreFrom = 7, NewestSchemas = true };
        Findings(newest, Live(Wanted.Definition), seen)
            .Single(f => f.Name == "state")
            .Verdict.ShouldBe(CheckVerdict.NeedsOverride, "the same query, and maybe other tables");
    }

    [Theory]
    [InlineData(
        "2.2.1",
        "2.1.0",
        CheckVerdict.NeedsOverride,
        "Flink doesn't support reading the state of a later version"
    )]
    [InlineData(
        "1.20.3",
        "2.2.0",
        CheckVerdict.Noted,
        "For SQL, Flink doesn't guarantee that another minor version reads it"
    )]
    [InlineData("2.2.0", "2.10.0-SNAPSHOT", CheckVerdict.Noted, "For SQL")]
    [InlineData("2.2.1", "2.2.0", null, null)]
    [InlineData("custom", "2.2.0", null, null)]
    public void State_that_another_version_of_Flink_wrote_is_named_before_a_job_starts_from_it(
        string former,
        string now,
        CheckVerdict? verdict,
        string? words
    )
    {
        var seen = Seen(8, 8) with { VersionChange = new(former, now, Now.AddHours(-3)) };

        var found = Findings(Wanted, Live(Wanted.Definition), seen)
            .SingleOrDefault(f => f.Name == FlinkVersionCheck.Name);

        (found?.Verdict).ShouldBe(verdict);
        if (words is not null)
        {
            found!.Words.ShouldStartWith(
                $"The state it starts from was written by Flink {former}; {now} runs there now, first seen 3\u00A0h ago."
            );
            found.Words.ShouldContain(words);
        }
    }

    [Fact]
    public void A_Flink_that_starts_no_SQL_from_a_state_is_no_place_for_an_upgrade()
    {
        var seen = Seen(8, 8) with { VersionChange = new("2.2.0", "1.19.1", Now) };
        Finding Of(JobEvidence evidence) =>
            Findings(Wanted, Live(Wanted.Definition), evidence).Single(f => f.Name == FlinkVersionCheck.Name);

        var found = Of(seen with { StatelessFlink = "Flink 1.19.1" });

        found.Verdict.ShouldBe(CheckVerdict.Blocked);
        found.Words.ShouldStartWith(
            "It can't start from a savepoint or checkpoint: Flink 1.19.1 doesn't know execution.state-recovery.path"
        );
        found.Words.ShouldEndWith(
            "Upgrade its Flink and the SQL Gateway to 1.20 or later, or start the job stateless."
        );
        Of(seen).Verdict.ShouldBe(CheckVerdict.NeedsOverride);
    }

    [Theory]
    [InlineData(JobDesired.Running)]
    [InlineData(JobDesired.Suspended)]
    public void A_stop_that_cannot_be_taken_back_is_noted(JobDesired state)
    {
        var wanted = Wanted with { State = state, UpgradeMode = JobUpgradeMode.Stateless };
        var seen = Seen(8, 8) with { FinalStop = "the SQL Gateway 1.19.2" };

        var found = Findings(wanted, Live(Wanted.Definition), seen).Single(f => f.Name == FlinkVersionCheck.Name);

        found.Verdict.ShouldBe(CheckVerdict.Noted);
        found.Words.ShouldStartWith("Its stop can't be taken back: the SQL Gateway 1.19.2 doesn't know");
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("file:/s/7", null, true)]
    [InlineData(null, "0a", true)]
    public void A_start_is_from_a_state_where_it_has_one_or_stops_a_run_with_one(
        string? from,
        string? stopped,
        bool isFromState
    ) => new StartJob(On, Wanted.Definition, from, stopped).IsFromState.ShouldBe(isFromState);

    [Fact]
    public void What_was_approved_before_its_Flink_changed_to_another_minor_version_is_stale()
    {
        var plan = new ResourcePlan(On, [new StartJob(On, Wanted.Definition, "file:/s/7")], null);
        string? Worsened(FlinkVersionChange? then, FlinkVersionChange? now) =>
            TestKinds
                .All.Of(JobKind.Word)
                .Worsened(
                    plan,
                    new(Seen(8, 8) with { VersionChange = then }, Now),
                    new(Seen(8, 8) with { VersionChange = now }, Now)
                );
        var change = new FlinkVersionChange("2.2.1", "2.1.0", Now);

        Worsened(null, change).ShouldBe("Since it was approved its Flink changed from 2.2.1 to 2.1.0.");
        Worsened(change, change with { Since = Now.AddSeconds(10) }).ShouldBeNull();
        Worsened(null, new("2.2.1", "2.2.0", Now)).ShouldBeNull();
    }

    private static Finding Restore(RestoreEvidence seen, bool isProduction = false) =>
        Findings(
                Wanted with
                {
                    RestoreFrom = 7,
                },
                Live(Wanted.Definition),
                Seen(8, 8) with
                {
                    Restore = seen,
                },
                isProduction
            )
            .Single(f => f.Name == RestoreCheck.Name);

    [Theory]
    [InlineData(JobRunState.Forgotten, JobDesired.Running, true)]
    [InlineData(JobRunState.Forgotten, JobDesired.Suspended, false)]
    [InlineData(JobRunState.Ended, JobDesired.Running, false)]
    public void A_job_that_Flink_forgot_is_not_taken_for_stopped(JobRunState state, JobDesired before, bool isNoted)
    {
        var stops = Wanted with { State = JobDesired.Suspended };
        var request = new ResourceRequest(On, ResourceOperation.Update, stops, Wanted with { State = before }, null);
        var live = new LiveJob("sums", "1f", state, "", Wanted.Definition, null);

        TestKinds
            .All.Of(JobKind.Word)
            .Findings(new(request, stops, live, Seen(8, 8), false, Now, name => name))
            .Any(f => f is { Name: "run", Verdict: CheckVerdict.Noted })
            .ShouldBe(isNoted);
    }

    [Fact]
    public void A_job_that_would_share_its_consumer_group_needs_another_name_and_one_that_does_is_told()
    {
        var seen = Seen(8, 8) with { Namesake = "dev-eu-2" };

        var create = Findings(Wanted, null, seen).Single(f => f.Name == "consumer-group");
        create.Verdict.ShouldBe(CheckVerdict.Blocked);
        create.Words.ShouldStartWith("The Flink of dev-eu-2 has a job of this name");
        create.Words.ShouldEndWith("Choose another name.");
        Findings(Wanted, Live(Wanted.Definition), seen)
            .Single(f => f.Name == "consumer-group")
            .Verdict.ShouldBe(CheckVerdict.Noted);
        Findings(Wanted, null, Seen(8, 8)).ShouldNotContain(f => f.Name == "consumer-group");
    }

    private static Finding LastState(RunningJob running, JobGuarantee guarantee)
    {
        var runs = Wanted.Definition with { Guarantee = guarantee };
        var next = Wanted with { Definition = runs with { Parallelism = 5 }, UpgradeMode = JobUpgradeMode.LastState };
        var live = new LiveJob("sums", "1f", JobRunState.Alive, "RUNNING", runs, null);
        return Findings(next, live, Seen(8, 8) with { Running = running }).Single(f => f.Name == "last-state");
    }

    private static JobDefinition Other(JobDefinition definition) =>
        definition with
        {
            Statements = JobWorlds.Copy("a", "b", "LOWER"),
        };

    private static LiveJob Live(JobDefinition made) =>
        new("sums", "1f", JobRunState.Alive, "RUNNING", Wanted.Definition, null)
        {
            Savepoints = [new(7, "file:/s/7", "0a", Now.AddDays(-2), made)],
        };

    private static (CheckVerdict? Verdict, string? Words) Check(
        string name,
        int? free = 8,
        int? all = 8,
        params JobTable[] tables
    )
    {
        var found = Findings(Wanted, null, Seen(free, all, tables)).SingleOrDefault(f => f.Name == name);
        return (found?.Verdict, found?.Words);
    }

    private static IEnumerable<Finding> Findings(
        JobSpec wanted,
        LiveJob? live,
        JobEvidence seen,
        bool isProduction = false
    )
    {
        var operation = live is null ? ResourceOperation.Create : ResourceOperation.Update;
        var request = new ResourceRequest(On, operation, wanted, null, null);
        return TestKinds
            .All.Of(JobKind.Word)
            .Findings(new(request, wanted, live, seen, isProduction, Now, name => name));
    }

    private static JobEvidence Seen(int? free, int? all, params JobTable[] tables) =>
        new(On, [.. tables], free, all, null, Now);

    private static JobTable Table(string name, bool isWritten, string owner) =>
        new(name, isWritten, null, "CREATE TABLE …", null, owner);
}
