using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Tests.Pages;

namespace Portal.Tests.Jobs;

/// <summary>A job's status: RUNNING isn't healthy, and what isn't known isn't green.</summary>
public sealed class JobRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_flink_that_does_not_answer_leaves_its_jobs_unknown_with_their_age() =>
        Judge(new(JobDesired.Running, Run(), Now.AddMinutes(-7), "Flink can't be reached."))
            .ShouldBe(
                (JobHealth.Unknown, "Its Flink last answered 7\u00A0min ago, with RUNNING. Flink can't be reached.")
            );

    [Fact]
    public void A_run_that_has_not_been_listed_for_a_while_is_unknown_though_its_Flink_answers()
    {
        var run = Run();
        run.SeenAt = Now.AddMinutes(-3);

        Judge(Sight(run))
            .ShouldBe(
                (
                    JobHealth.Unknown,
                    "Flink doesn't answer for job 1f at the moment; it was last seen 3\u00A0min ago, with RUNNING."
                )
            );
        run.SeenAt = Now.AddMinutes(-2);
        Judge(Sight(run)).Health.ShouldBe(JobHealth.Stable);
    }

    [Fact]
    public void What_was_read_at_a_time_to_come_tells_nothing_of_now_unless_clocks_differ_a_little()
    {
        var run = Run();
        JobSight Read(DateTimeOffset at) => new(JobDesired.Running, run, at, null);

        Judge(Read(Now.AddMinutes(59)))
            .ShouldBe(
                (JobHealth.Unknown, "Its Flink last answered at a time that is still 59\u00A0min ahead, with RUNNING.")
            );
        Judge(Read(Now.AddMinutes(1))).Health.ShouldBe(JobHealth.Stable);
        run.SeenAt = Now.AddMinutes(59);
        Judge(Read(Now))
            .ShouldBe(
                (
                    JobHealth.Unknown,
                    "Flink doesn't answer for job 1f at the moment; it was last seen at a time that is still 59\u00A0min ahead, with RUNNING."
                )
            );
        run.SeenAt = Now.AddMinutes(1);
        Judge(Read(Now)).Health.ShouldBe(JobHealth.Stable);
    }

    [Fact]
    public void Running_is_only_starting_until_it_completed_checkpoints()
    {
        var run = Run(facts: Facts(Checkpoints(Now.AddSeconds(-5))));

        Judge(Sight(run)).ShouldBe((JobHealth.Starting, "It runs, with 1 of the 3 checkpoints that make it stable."));
    }

    [Fact]
    public void Three_checkpoints_and_no_restart_make_it_stable() =>
        Judge(Sight(Run())).Health.ShouldBe(JobHealth.Stable);

    [Fact]
    public void A_job_that_restarts_again_and_again_says_why()
    {
        var facts = Facts() with
        {
            Restarts = [Now.AddMinutes(-4), Now.AddMinutes(-1)],
            Exceptions = [new(Now, "Bad record.", "Source")],
        };

        Judge(Sight(Run(facts: facts)))
            .ShouldBe((JobHealth.Restarting, "It restarted at least 2 times in the last 10\u00A0min: Bad record."));
    }

    // Every 13 minutes, with a checkpoint due every ten.
    [Fact]
    public void A_job_that_restarts_slowly_and_completes_no_checkpoint_in_between_is_restarting()
    {
        var facts = Facts() with
        {
            Checkpoints = [],
            CheckpointEvery = TimeSpan.FromMinutes(10),
            Restarts = [Now.AddMinutes(-27), Now.AddMinutes(-14), Now.AddMinutes(-1)],
            Exceptions = [new(Now.AddMinutes(-1), "Bad record.", "Source")],
        };
        JobHealth Of(JobFacts facts) => Judge(Sight(Run(facts: facts))).Health;

        Judge(Sight(Run(facts: facts)))
            .ShouldBe(
                (
                    JobHealth.Restarting,
                    "It restarted at least 3 times in the last 1\u00A0h and completed no checkpoint in between: Bad record."
                )
            );
        Of(facts with { Checkpoints = [.. Checkpoints(Now.AddMinutes(-5))] }).ShouldBe(JobHealth.Starting);
        Of(facts with { Restarts = [Now.AddMinutes(-1)] }).ShouldBe(JobHealth.Starting);
        Of(facts with { Restarts = [Now.AddMinutes(-50), Now.AddMinutes(-45)] })
            .ShouldBe(JobHealth.CheckpointsFailing, "it has run for long since");
    }

    [Theory]
    [InlineData(80, JobHealth.Stable)]
    [InlineData(300, JobHealth.CheckpointsFailing)]
    public void Checkpoints_that_take_long_and_complete_are_not_late(int secondsAgo, JobHealth health)
    {
        var took = TimeSpan.FromSeconds(45);
        var last = Now.AddSeconds(-secondsAgo);
        var facts = Facts([
            .. Checkpoints(last, last.AddSeconds(-50), last.AddSeconds(-100)).Select(each => each with { Took = took }),
        ]);

        Judge(Sight(Run(facts: facts))).Health.ShouldBe(health);
    }

    [Fact]
    public void Checkpoints_that_do_not_complete_are_told_with_their_failure()
    {
        var facts = Facts(Checkpoints(Now.AddMinutes(-9).AddSeconds(-1))) with { Completed = 40 };
        facts = facts with
        {
            Checkpoints = facts.Checkpoints.Insert(0, new(9, Now, null, null, false, "FAILED", "Disk full.")),
        };

        Judge(Sight(Run(facts: facts)))
            .ShouldBe(
                (
                    JobHealth.CheckpointsFailing,
                    "No checkpoint was completed for 9\u00A0min; there should be one every 10\u00A0s: Disk full."
                )
            );
    }

    [Fact]
    public void A_checkpoint_that_failed_before_the_last_one_that_was_completed_is_no_cause()
    {
        var facts = Facts(Checkpoints(Now.AddMinutes(-9).AddSeconds(-1))) with { Completed = 40 };
        facts = facts with
        {
            Checkpoints = facts.Checkpoints.Add(new(8, Now.AddMinutes(-20), null, null, false, "FAILED", "Disk full.")),
        };

        Judge(Sight(Run(facts: facts)))
            .ShouldBe(
                (
                    JobHealth.CheckpointsFailing,
                    "No checkpoint was completed for 9\u00A0min; there should be one every 10\u00A0s."
                )
            );
    }

    [Theory]
    [InlineData(-20)]
    [InlineData(0)]
    [InlineData(20)]
    public void A_Flink_whose_clock_is_behind_or_ahead_is_judged_by_its_own(int minutes)
    {
        var flink = Now.AddMinutes(minutes);
        JobHealth Of(JobFacts facts) => Judge(Sight(Run(facts: facts with { AsOf = flink }))).Health;
        var well = Facts(Checkpoints(flink.AddSeconds(-5), flink.AddSeconds(-15), flink.AddSeconds(-25)));

        Of(well).ShouldBe(JobHealth.Stable);
        Of(Facts(Checkpoints(flink.AddMinutes(-3)))).ShouldBe(JobHealth.CheckpointsFailing);
        Of(well with { Restarts = [flink.AddMinutes(-4), flink.AddMinutes(-3)] }).ShouldBe(JobHealth.Restarting);
        Of(well with { Restarts = [flink.AddMinutes(-14), flink.AddMinutes(-13)] }).ShouldBe(JobHealth.Stable);
        var lacking = well with { Running = 1, LackingSince = flink.AddMinutes(-4) };
        Of(lacking).ShouldBe(JobHealth.Starting);
        Of(lacking with { LackingSince = flink.AddMinutes(-6) }).ShouldBe(JobHealth.CheckpointsFailing);
    }

    [Fact]
    public void What_was_not_read_since_is_not_late()
    {
        var facts = Facts() with { AsOf = Now.AddSeconds(-80) };
        facts = facts with { Checkpoints = [.. facts.Checkpoints.Select(c => c with { At = c.At.AddSeconds(-80) })] };

        Judge(Sight(Run(facts: facts))).Health.ShouldBe(JobHealth.Stable);
    }

    [Fact]
    public void A_savepoint_by_hand_is_no_checkpoint_that_was_due()
    {
        var savepoint = Checkpoints(Now.AddSeconds(-5))[0] with { Id = 10, IsSavepoint = true };

        Judge(Sight(Run(facts: Facts([savepoint, .. Checkpoints(Now.AddMinutes(-9))]))))
            .Health.ShouldBe(JobHealth.CheckpointsFailing);
    }

    [Fact]
    public void A_job_that_is_held_back_names_who_holds_it()
    {
        var facts = Facts() with { Operators = [Operator("b", "Join", 0.1, "a"), Operator("a", "Read", 0.8)] };

        Judge(Sight(Run(facts: facts)))
            .ShouldBe(
                (JobHealth.BackPressured, "Join is slower than what it is given: Read waits 80\u00A0% of the time.")
            );
    }

    [Fact]
    public void A_job_whose_lag_grows_is_falling_behind_and_names_who_holds_it_back()
    {
        var facts = Facts() with { Operators = [Operator("b", "Join", 0.1, "a"), Operator("a", "Read", 0.8)] };
        var sample = new Sample(Now);
        var orders = sample.Partition("orders", 0, LagStatus.FallingBehind, 5_000, TimeSpan.FromMinutes(3));
        var group = sample.Group("flink-sums", LagStatus.FallingBehind, 0, new Drain.Never(), orders);
        var sight = Sight(Run(facts: facts)) with { Lag = [new JobLag(new ClusterId(1), "main", group)] };

        Judge(sight)
            .ShouldBe(
                (
                    JobHealth.FallingBehind,
                    "Its lag keeps growing: 5,000 messages behind, up from 1,341 within 30\u00A0min; it reads 50/s while 52/s arrive. Join is slower than what it is given: Read waits 80\u00A0% of the time."
                )
            );
    }

    [Fact]
    public void A_job_that_was_reset_and_reads_less_than_arrives_is_falling_behind()
    {
        var sample = new Sample(Now);
        var orders = sample.Partition("orders", 0, LagStatus.Rewound, 5_000, TimeSpan.FromMinutes(3));
        var group = sample.Group("flink-sums", LagStatus.Rewound, 0, new Drain.Never(), orders);
        JobSight Reading(GroupSnapshot group) =>
            Sight(Run()) with
            {
                Lag = [new JobLag(new ClusterId(1), "main", group)],
            };

        Judge(Reading(group))
            .ShouldBe(
                (
                    JobHealth.FallingBehind,
                    "Its offset was reset backwards: up to 5,000 messages to read again. It isn't catching up: 5,000 messages behind, up from 1,341 within 30\u00A0min; it reads 50/s while 52/s arrive."
                )
            );
        Judge(Reading(group with { Drain = new Drain.In(TimeSpan.FromHours(1)) })).Health.ShouldBe(JobHealth.Stable);
        // The minute of the reset itself.
        Judge(Reading(group with { ConsumedPerSecond = 0, Partitions = [orders with { ConsumedPerSecond = 0 }] }))
            .Health.ShouldBe(JobHealth.Stable);
    }

    [Theory]
    [InlineData("FAILED", JobHealth.Failed, "It failed.")]
    [InlineData("CANCELED", JobHealth.Failed, "It was to run, and was cancelled without a change of the portal's.")]
    [InlineData("RESTARTING", JobHealth.Restarting, "It is restarting.")]
    [InlineData("INITIALIZING", JobHealth.Starting, "It is initializing: 2 of its 2 tasks run.")]
    public void Other_words_of_Flinks_are_told_as_what_they_mean(string status, JobHealth health, string words) =>
        Judge(Sight(Run(status))).ShouldBe((health, words));

    [Theory]
    [InlineData("CREATED")]
    [InlineData("RUNNING")]
    public void A_job_whose_tasks_do_not_run_is_starting_for_a_while_and_then_says_what_it_lacks(string status)
    {
        var facts = Facts() with { Running = 0, Tasks = 4, LackingSince = Now.AddMinutes(-4) };
        JobSight Since(JobFacts facts) => Sight(Run(status, facts)) with { Slots = (0, 8) };

        Judge(Since(facts)).Health.ShouldBe(JobHealth.Starting);
        Judge(Since(facts with { LackingSince = Now.AddHours(-6) }))
            .ShouldBe(
                (
                    JobHealth.CheckpointsFailing,
                    "0 of its 4 tasks run for 6\u00A0h, so no checkpoint completes. 0 of the 8 slots of its Flink are free."
                )
            );
    }

    [Fact]
    public void A_start_takes_longer_where_checkpoints_are_far_apart_and_only_what_is_known_is_named()
    {
        var facts = Facts() with
        {
            CheckpointEvery = TimeSpan.FromMinutes(10),
            Running = null,
            Tasks = null,
            LackingSince = Now.AddMinutes(-30),
        };

        Judge(Sight(Run("CREATED", facts))).ShouldBe((JobHealth.Starting, "It is created."));
        Judge(Sight(Run("CREATED", facts with { LackingSince = Now.AddMinutes(-31) })))
            .ShouldBe((JobHealth.CheckpointsFailing, "It is created for 31\u00A0min, so no checkpoint completes."));
    }

    [Fact]
    public void A_topic_that_was_deleted_under_a_job_is_louder_than_what_Flink_says_of_it() =>
        Judge(Sight(Run()) with { Missing = ["main.orders"] })
            .ShouldBe(
                (
                    JobHealth.MissingTopic,
                    "main.orders isn't there any more, and it is RUNNING. Create what is missing again, or change or cancel the job."
                )
            );

    [Theory]
    [InlineData(0.09, null)]
    [InlineData(
        4.5,
        "It skips about 45\u00A0% of the records that it reads: it reads 10\u00A0a second, and 4.5\u00A0a second come into main.orders-dlq. Each record there carries the reason in its headers."
    )]
    [InlineData(
        10.2,
        "It skips nearly all of the records that it reads: it reads 10\u00A0a second, and 10.2\u00A0a second come into main.orders-dlq. Each record there carries the reason in its headers."
    )]
    public void A_job_that_skips_many_of_its_records_is_not_healthy(double dead, string? words)
    {
        var sight = Sight(Run()) with { DeadLetters = new("main.orders-dlq", dead, ReadPerSecond: 10) };

        var status = Judge(sight);

        status.ShouldBe(
            words is null
                ? (JobHealth.Stable, "It runs, and its checkpoints complete.")
                : (JobHealth.SkippingRecords, words)
        );
        Judge(sight with { DeadLetters = sight.DeadLetters with { ReadPerSecond = 0 } })
            .Health.ShouldBe(JobHealth.Stable, "it reads nothing now");
    }

    [Fact]
    public void A_topic_is_missing_only_where_its_cluster_was_read_whole_since_the_job_was_seen()
    {
        // Its Flink's clock is behind by an hour.
        var run = Run(firstSeenAt: Now.AddHours(-1));
        run.Definition = JobWorlds.Spec("INSERT INTO main.sums SELECT * FROM main.orders").Definition;
        var sample = new Sample(Now);
        var orders = sample.Topic("orders", 1, LagStatus.Ok);
        var read = sample.Cluster(new ClusterId(1), "main", "dev", [orders], []);
        ClusterSnapshot At(DateTimeOffset? whole) => read with { Collector = read.Collector with { WholeAt = whole } };

        MissingTopics.Of(run, [At(Now)]).ShouldBe(["main.sums"]);
        MissingTopics.Of(run, [At(run.FirstSeenAt.AddSeconds(-1))]).ShouldBeEmpty();
        MissingTopics.Of(run, [At(null)]).ShouldBeEmpty();
        MissingTopics.Of(run, []).ShouldBeEmpty();
        run.EndedAt = Now;
        run.Status = FlinkStatus.Canceled;
        MissingTopics.Of(run, [At(Now)]).ShouldBeEmpty();
    }

    [Fact]
    public void What_Flink_forgot_is_unknown_and_not_finished()
    {
        var run = Run();
        run.GoneAt = Now;

        Judge(Sight(run)).Health.ShouldBe(JobHealth.Unknown);
        Judge(new(JobDesired.Suspended, run, Now, null)).Health.ShouldBe(JobHealth.Unknown);
        Judge(new(null, run, Now, null)).Health.ShouldBe(JobHealth.Unknown);
    }

    [Fact]
    public void What_had_ended_before_Flink_forgot_it_is_suspended()
    {
        var run = Run("FINISHED");
        run.GoneAt = Now;

        Judge(new(JobDesired.Suspended, run, Now, null)).Health.ShouldBe(JobHealth.Suspended);
    }

    [Fact]
    public void A_job_that_was_to_stop_and_stopped_is_suspended() =>
        Judge(new(JobDesired.Suspended, Run("FINISHED"), Now, null)).Health.ShouldBe(JobHealth.Suspended);

    [Fact]
    public void What_a_change_has_stopped_and_will_start_again_is_not_ended_by_somebody_else()
    {
        var sight = Sight(Run("FINISHED"));

        Judge(sight with { Hold = new JobHold(new ChangeId(812), IsStuck: false) })
            .ShouldBe((JobHealth.Starting, "It finished, and change #812 on it is under way."));
        Judge(sight with { Hold = new JobHold(new ChangeId(812), IsStuck: true) })
            .ShouldBe(
                (JobHealth.Failed, "It was to run, and finished. Change #812 on it is stuck and needs a decision.")
            );
        Judge(Sight(Run("FAILED")) with { Hold = new JobHold(new ChangeId(812), IsStuck: false) })
            .ShouldBe((JobHealth.Failed, "It failed."), "no change makes a job fail");
    }

    [Fact]
    public void Of_what_may_have_been_stopped_by_a_change_that_was_settled_nothing_is_claimed()
    {
        var sight = Sight(Run("FINISHED"));

        Judge(sight with { SettledAt = Now.AddMinutes(-30) })
            .ShouldBe(
                (JobHealth.Failed, "It was to run, and finished. A change on it was settled since it was started.")
            );
        Judge(sight with { SettledAt = Now.AddHours(-3) })
            .Words.ShouldBe("It was to run, and finished without a change of the portal's.", "before it was started");
    }

    private static JobSight Sight(SeenJob run) => new(JobDesired.Running, run, Now, null);

    private static (JobHealth Health, string Words) Judge(JobSight sight)
    {
        var status = JobRules.Judge(sight, Now);
        return (status.Health, status.Whole);
    }

    private static SeenJob Run(string status = "RUNNING", JobFacts? facts = null, DateTimeOffset? firstSeenAt = null) =>
        new()
        {
            ClusterId = new ClusterId(1),
            JobId = "1f",
            Name = "sums",
            Status = status,
            StartedAt = Now.AddHours(-2),
            FirstSeenAt = firstSeenAt ?? Now.AddHours(-2),
            SeenAt = Now,
            Facts = facts ?? Facts(),
        };

    private static JobFacts Facts(params JobCheckpoint[] checkpoints) =>
        JobFacts.None with
        {
            Checkpoints =
                checkpoints.Length > 0
                    ? [.. checkpoints]
                    : [.. Checkpoints(Now.AddSeconds(-5), Now.AddSeconds(-15), Now.AddSeconds(-25))],
            Completed = checkpoints.Length > 0 ? checkpoints.Length : 3,
            CheckpointEvery = TimeSpan.FromSeconds(10),
            Running = 2,
            Tasks = 2,
        };

    private static JobCheckpoint[] Checkpoints(params DateTimeOffset[] at) =>
        [.. at.Select((a, i) => new JobCheckpoint(9 - i, a, TimeSpan.FromSeconds(1), 100, false, "COMPLETED"))];

    private static JobOperator Operator(string id, string name, double held, params string[] inputs) =>
        new(id, name, 1, "RUNNING", [.. inputs], 0.5, held, 0, 0, 1, 1, default, default);
}
