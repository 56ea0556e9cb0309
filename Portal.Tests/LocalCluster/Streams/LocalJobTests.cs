using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Engines.Flink;
using Portal.Tests.Applying;
using Portal.Tests.Jobs;
using Portal.Tests.Jobs.Artifacts;
using Portal.Tests.Kit;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>What is shown of jobs on Flink, on the local cluster's stream runtime: the portal can't tell the two apart.</summary>
public sealed class LocalJobTests
{
    [LongFact]
    public async Task A_job_is_started_suspended_resumed_upgraded_and_cancelled_without_a_Flink_and_loses_nothing()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await Seeing(cluster, ["orders", "copies"]);
        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:00:30")]);

        await JobLife.Play(
            world,
            (topic, lines) => Produce.Lines(cluster.Bootstrap, topic, lines),
            (topic, count) => Produce.Committed(cluster.Bootstrap, topic, count)
        );
    }

    [Fact]
    public async Task A_job_and_its_topics_are_requested_together_and_deleted_together()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await Seeing(cluster, []);
        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:00:30")]);

        await JobLife.Together(
            world,
            (topic, lines) => Produce.Lines(cluster.Bootstrap, topic, lines),
            (topic, count) => Produce.Committed(cluster.Bootstrap, topic, count)
        );
    }

    [LongFact]
    public async Task A_job_goes_back_to_a_savepoint_of_its_catalogue_and_writes_again_what_came_since()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.OnFlink(cluster.Bootstrap, cluster.Flink, cluster.SqlGateway);
        await world.SeeTopic("back.in");
        await world.SeeTopic("back.out");
        await world.SeeTopic("back.copy");
        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:00:30")]);

        await JobLife.Restored(
            world,
            (topic, lines) => Produce.Lines(cluster.Bootstrap, topic, lines),
            (topic, count) => Produce.Committed(cluster.Bootstrap, topic, count)
        );
    }

    [LongFact]
    public async Task A_job_goes_on_with_its_schema_versions_until_a_change_takes_the_newest()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await Seeing(cluster, NewerSchemaLife.Topics);
        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:00:30")]);

        await NewerSchemaLife.Play(
            world,
            (topic, lines) => Produce.Lines(cluster.Bootstrap, topic, lines),
            (topic, count) => Produce.Committed(cluster.Bootstrap, topic, count)
        );
    }

    [LongFact]
    public async Task A_time_to_live_and_a_restart_strategy_are_set_and_state_goes_on()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await Seeing(cluster, StateTtlLife.Topics);
        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:00:30")]);

        await StateTtlLife.Play(
            world,
            cluster.Flink,
            (topic, lines) => Produce.Lines(cluster.Bootstrap, topic, lines),
            (topic, count) => Produce.Committed(cluster.Bootstrap, topic, count)
        );
    }

    [LongFact]
    public async Task A_checkpoint_mode_is_set_and_read_back()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await Seeing(cluster, CheckpointModeLife.Topics);
        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:00:30")]);

        await CheckpointModeLife.Play(world, (topic, lines) => Produce.Lines(cluster.Bootstrap, topic, lines));
    }

    [Fact]
    public async Task An_upgrade_that_fails_after_its_first_checkpoint_goes_back_to_the_former_version_on_request_and_exactly_once()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await Seeing(cluster, WayBackLife.Topics);
        await world.StartWorker(settings: WayBackLife.Settings);

        await WayBackLife.Play(
            world,
            (topic, lines) => Produce.Lines(cluster.Bootstrap, topic, lines),
            (topic, count) => Produce.Committed(cluster.Bootstrap, topic, count)
        );
    }

    [LongFact]
    public async Task Windows_go_by_a_field_and_a_compacted_topic_is_read_as_a_changelog()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await Seeing(cluster, [.. SourceLife.ChangelogTopics, .. SourceLife.EventTimeTopics]);
        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:00:30")]);
        Task<IReadOnlyList<string>> Committed(string topic, int count) =>
            Produce.Committed(cluster.Bootstrap, topic, count);

        await SourceLife.Changelog(world, (topic, lines) => Produce.Keyed(cluster.Bootstrap, topic, lines), Committed);
        await SourceLife.EventTime(world, (topic, lines) => Produce.Lines(cluster.Bootstrap, topic, lines), Committed);
    }

    [LongFact]
    public async Task What_a_job_without_transactions_wrote_before_its_start_was_taken_back_is_counted_and_said()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await Seeing(cluster, EarlyOutputLife.Topics);
        // Longer than the end of its change is waited for: going back looks for nothing that a wait could have done.
        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:03:00")]);

        await EarlyOutputLife.Play(
            world,
            (topic, lines) => Produce.Lines(cluster.Bootstrap, topic, lines),
            (topic, count) => Produce.Committed(cluster.Bootstrap, topic, count)
        );
    }

    [Fact]
    public async Task A_job_signs_in_to_Kafka_and_what_it_signs_in_with_is_nowhere_in_the_clear()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await SignsIn(cluster);
    }

    [LongFact]
    public async Task What_a_job_signs_in_with_is_not_in_the_log_of_the_cluster_that_runs_it()
    {
        await using var cluster = await LocalKafkaProcess.Start(brokers: 1);
        await SignsIn(cluster);
        cluster.Log.ShouldNotContain("p4ss");
    }

    [Fact]
    public async Task Records_that_cannot_be_decoded_are_skipped_and_kept_once_with_where_they_came_from()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await Seeing(cluster, PoisonLife.Topics);
        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:00:30")]);
        Task Records(string topic, string lines) => Produce.Lines(cluster.Bootstrap, topic, lines);
        await PoisonLife.Skipped(
            world,
            Records,
            (topic, count, format) => Produce.Committed(cluster.Bootstrap, topic, count, format)
        );
        await PoisonLife.Refused(world);
    }

    [LongFact]
    public async Task An_upgrade_of_a_job_that_skips_records_is_rehearsed_and_keeps_each_once()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await Seeing(cluster, PoisonLife.Topics);
        await world.StartWorker(
            settings: [("Portal:Applying:VerifyWithin", "00:00:30"), ("Portal:Applying:LookEvery", "00:00:00.5")]
        );
        await PoisonLife.Rehearsed(
            world,
            (topic, lines) => Produce.Lines(cluster.Bootstrap, topic, lines),
            (topic, count, format) => Produce.Committed(cluster.Bootstrap, topic, count, format)
        );
    }

    [Fact]
    public async Task A_job_that_fails_at_a_record_names_it_and_says_what_to_do()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await Seeing(cluster, PoisonLife.FailingTopics);
        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:00:30")]);
        await PoisonLife.Failed(world, (topic, lines) => Produce.Lines(cluster.Bootstrap, topic, lines));
    }

    [Fact]
    public async Task Rows_of_a_query_are_previewed_within_bounds_and_nothing_stays_at_Flink()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.OnFlink(cluster.Bootstrap, cluster.Flink, cluster.SqlGateway);
        foreach (var topic in new[] { "seen.in", "seen.out", "many.in" })
        {
            await world.SeeTopic(topic);
        }

        Task Records(string topic, string lines) => Produce.Lines(cluster.Bootstrap, topic, lines);
        await PreviewLife.Play(world, Records);
        await PreviewLife.Bounds(world, Records);
    }

    [Fact]
    public async Task A_jobs_lag_and_what_it_wrote_are_measured_by_Flinks_names()
    {
        const string Id = "0000000000000000000000000000e4a5";
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await Seeing(cluster, ["measured.in", "measured.out"]);
        await Produce.Lines(cluster.Bootstrap, "measured.in", "a\nb\n");
        var spec = JobWorlds.Spec(JobWorlds.Copy("measured.in", "measured.out"));

        await world.StartBehindUs("measured", Id, spec.Definition);

        var flink = await world.Flink();
        var operators = (await flink.Job(Id, CancellationToken.None)).ShouldNotBeNull().Operators;
        await Deadline.Until(async () =>
            await flink.Gauges(Id, operators, CancellationToken.None) is { Pending: 0, Written: 2 }
        );
        using var http = new HttpClient();
        var metrics = $"{cluster.Flink}/jobs/{Id}/vertices/{operators[0].Id}/subtasks/metrics";
        var names = await http.GetStringAsync(metrics);
        names.ShouldContain("\"Source__measured_in.pendingRecords\"");
        names.ShouldContain("\"measured_out__Writer.numRecordsSend\"");
        (await http.GetStringAsync($"{metrics}?get=measured_out__Writer.numRecordsSend&agg=max,avg")).ShouldBe(
            """[{"id":"measured_out__Writer.numRecordsSend","max":2,"avg":2}]"""
        );
        (await http.GetAsync($"{metrics}?get=numRecordsOut&agg=median")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_job_whose_later_checkpoints_are_gone_goes_on_from_older_state_only_when_that_is_overridden()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await Seeing(cluster, ["aged.in", "aged.out"]);
        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:00:30")]);
        var spec = JobWorlds.Spec(JobWorlds.Copy("aged.in", "aged.out"));
        var suspended = spec with { State = JobDesired.Suspended };
        var start = await world.Ask(JobWorlds.Start("aged", spec));
        // Before it is stable, as a portal that looks all the time sees it.
        await Seen(world, "aged", runs: 1);
        await world.Reaches(start, ChangeState.Applied);
        await world.Reaches(await world.Ask(JobWorlds.Change("aged", suspended)), ChangeState.Applied);
        await world.Reaches(await world.Ask(JobWorlds.Change("aged", spec)), ChangeState.Applied);
        await Seen(world, "aged", runs: 2);
        var run = (await world.Alive("aged")).ShouldHaveSingleItem().Id;
        await world.CancelBehindUs("aged");

        var kept = Directory.GetDirectories(cluster.Data, "checkpoints", SearchOption.AllDirectories).Single();
        Directory.Delete(Path.Combine(kept, run), recursive: true);
        foreach (var left in Directory.GetFiles(cluster.Data, "_metadata", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(left, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-20));
        }

        var change = await world.Ask(
            JobWorlds.Change("aged", spec with { Definition = spec.Definition with { Parallelism = 2 } })
        );
        var view = await world.Reaches(change, ChangeState.PendingApproval);
        view.Checks.Single(check => check.Name.StartsWith("state-age", StringComparison.Ordinal))
            .ShouldSatisfyAllConditions(
                check => check.Verdict.ShouldBe(CheckVerdict.NeedsOverride),
                check => check.Words.ShouldContain("which isn't there any more")
            );
    }

    [Fact]
    public async Task A_JAR_is_refused_in_words_when_the_plan_is_computed()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.OnFlink(cluster.Bootstrap, cluster.Flink, cluster.SqlGateway);
        await world.SeeTopic("orders");
        await world.SeeTopic("copies");
        var jar = TestJar.Of("a.B", "a.B");
        await world.Store(jar);
        var change = await world.Ask(JobWorlds.Start("jar", JarWorlds.Spec(jar.Digest, "orders", "copies")));

        await world.PlanAll();

        var view = await world.View(change);
        view.Row.State.ShouldBe(ChangeState.ChangesRequested);
        view.Row.StatusMessage.ShouldNotBeNull().ShouldContain("needs real Flink");
    }

    // A reading that a busy Flink doesn't answer is none, and a run that was never seen is nobody's.
    private static Task Seen(WorkerWorld world, string job, int runs) =>
        Deadline.Until(async () =>
        {
            var watch = new JobWatch(world.Stores, world.Get<IFlinkClusters>(), TimeProvider.System);
            await watch.Look(CancellationToken.None);
            await using var db = await world.Open();
            var dev = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
            return await db.Set<SeenJob>().CountAsync(j => j.ClusterId == dev && j.Name == job) == runs;
        });

    private static async Task SignsIn(LocalKafka cluster)
    {
        await using var world = await Seeing(cluster, ["secured.in", "secured.out"]);
        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:00:20")]);

        await SecuredLife.Play(
            world,
            new(cluster.Sasl),
            JobWorlds.Spec(JobWorlds.Copy("secured.in", "secured.out")),
            (topic, lines) => Produce.Lines(cluster.Bootstrap, topic, lines),
            (topic, count) => Produce.Committed(cluster.Bootstrap, topic, count),
            () => SecuredLife.Preview(world)
        );
    }

    private static async Task<WorkerWorld> Seeing(LocalKafka cluster, IEnumerable<string> topics)
    {
        var world = await WorkerWorld.OnFlink(cluster.Bootstrap, cluster.Flink, cluster.SqlGateway);
        foreach (var topic in topics)
        {
            await world.SeeTopic(topic);
        }

        return world;
    }
}
