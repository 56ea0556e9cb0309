using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Failures;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Tests.Pages;
using Portal.Web.Api.Jobs;
using Portal.Web.Features.Jobs.Fields;
using Portal.Web.Features.Kinds;

namespace Portal.Tests.Jobs;

/// <summary>What a job does with records that it can't decode, as a spec says it and as Flink is given it.</summary>
public sealed class DeadLetterTests
{
    private const string Json = """{"type":"object","properties":{"id":{"type":"integer"}}}""";
    private const string Avro = """{"type":"record","name":"R","fields":[{"name":"id","type":"int"}]}""";
    private static readonly JobSpec Spec = JobWorlds.Spec(
        "INSERT INTO dev.totals SELECT CAST(id AS STRING) FROM dev.orders"
    );

    [Theory]
    [InlineData(null, "A skipped record has to be kept.")]
    [InlineData("", "A skipped record has to be kept.")]
    [InlineData("orders-dlq", "Enter a topic with its cluster")]
    [InlineData("dev.orders", "The job reads dev.orders: its dead letters would come back as its input.")]
    [InlineData("dev.totals", "The job writes its results to dev.totals")]
    [InlineData("prod.orders-dlq", "dev.orders is on another cluster. Choose a dead-letter topic on dev")]
    [InlineData("dev.orders-dlq", null)]
    public void A_skipped_record_is_kept_in_a_topic_of_its_own(string? topic, string? words)
    {
        var problems = JobSpecReview.Of(With(new(DeserializationErrorPolicy.Skip, topic))).ToList();

        if (words is null)
        {
            problems.ShouldBeEmpty();
        }
        else
        {
            problems.ShouldHaveSingleItem().Field.ShouldBe("deserializationErrors.deadLetterTopic");
            problems[0].Words.ShouldStartWith(words);
        }
    }

    [Fact]
    public void Skipping_starts_at_the_earliest_records_and_a_JAR_decodes_by_itself()
    {
        var latest = With(new(DeserializationErrorPolicy.Skip, "dev.orders-dlq"));
        latest = latest with { Definition = latest.Definition with { StartAt = JobStartAt.Latest } };
        JobSpecReview.Of(latest).ShouldHaveSingleItem().Field.ShouldBe("startAt");

        JobSpecReview
            .Of(With(new(DeserializationErrorPolicy.Fail, "dev.orders-dlq")))
            .ShouldHaveSingleItem()
            .Words.ShouldStartWith("Only skipped records are written");

        var jar = new JobProgram(new('a', 64), null, [], [], []);
        var program = With(new(DeserializationErrorPolicy.Skip, "dev.orders-dlq"));
        program = program with { Definition = program.Definition with { Statements = "", Program = jar } };
        JobSpecReview.Of(program).ShouldHaveSingleItem().Field.ShouldBe("deserializationErrors.policy");
    }

    [Fact]
    public void A_dead_letter_topic_is_among_what_the_job_writes()
    {
        var skips = With(new(DeserializationErrorPolicy.Skip, "dev.orders-dlq"));

        skips.Sinks.ShouldBe(["dev.totals", "dev.orders-dlq"]);
        skips.Definition.RunsTheSame(Spec.Definition).ShouldBeFalse();
        JobLint
            .Of(skips.Definition, isProduction: true)
            .Single(note => note.Name == JobLint.Skipping)
            .Words.ShouldContain("written unchanged to dev.orders-dlq, exactly once");
    }

    [Fact]
    public void A_JSON_source_is_read_twice_and_one_more_INSERT_writes_what_is_no_object()
    {
        var tables = Tables(Topic("orders", SchemaType.Json, Json), Topic("orders-dlq", null, null));

        tables[0]
            .Ddl.ShouldBe(
                """
                CREATE TEMPORARY TABLE `dev`.`orders` (
                  `id` BIGINT,
                  `event_time` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL,
                  WATERMARK FOR `event_time` AS `event_time` - INTERVAL '5' SECOND
                ) WITH (
                  'connector' = 'kafka',
                  'topic' = 'orders',
                  'properties.bootstrap.servers' = '127.0.0.1:9092',
                  'properties.transaction.timeout.ms' = '900000',
                  'properties.group.id' = 'flink-sums',
                  'properties.isolation.level' = 'read_committed',
                  'scan.startup.mode' = 'earliest-offset',
                  'format' = 'json',
                  'json.ignore-parse-errors' = 'true',
                  'json.decode.json-parser.enabled' = 'false',
                  'sink.delivery-guarantee' = 'exactly-once',
                  'sink.transactional-id-prefix' = 'flink-sums-48b53c5a7ea170a5'
                );
                CREATE TEMPORARY TABLE `dev`.`orders$raw` (
                  `key` BYTES,
                  `value` BYTES,
                  `offset` BIGINT METADATA VIRTUAL,
                  `partition` INT METADATA VIRTUAL,
                  `timestamp` TIMESTAMP_LTZ(3) METADATA VIRTUAL,
                  `headers` MAP<STRING, BYTES> METADATA VIRTUAL
                ) WITH (
                  'connector' = 'kafka',
                  'topic' = 'orders',
                  'properties.bootstrap.servers' = '127.0.0.1:9092',
                  'properties.group.id' = 'flink-sums',
                  'properties.isolation.level' = 'read_committed',
                  'properties.commit.offsets.on.checkpoint' = 'false',
                  'scan.startup.mode' = 'earliest-offset',
                  'key.format' = 'raw',
                  'key.fields' = 'key',
                  'value.format' = 'raw',
                  'value.fields-include' = 'EXCEPT_KEY'
                )
                """
            );
        tables[1]
            .Insert.ShouldBe(
                """
                INSERT INTO `dev`.`orders-dlq`
                SELECT `key`, `value`, MAP_UNION(`headers`, MAP[
                  '__portal.errors.topic', ENCODE('orders', 'UTF-8'),
                  '__portal.errors.partition', ENCODE(CAST(`partition` AS STRING), 'UTF-8'),
                  '__portal.errors.offset', ENCODE(CAST(`offset` AS STRING), 'UTF-8'),
                  '__portal.errors.timestamp', ENCODE(REPLACE(CAST(`timestamp` AS STRING), ' ', 'T') || 'Z', 'UTF-8'),
                  '__portal.errors.job', ENCODE('sums', 'UTF-8'),
                  '__portal.errors.message', ENCODE(CASE
                    WHEN ENCODE(`text`, 'UTF-8') <> `value` THEN 'The value is not UTF-8.'
                    WHEN `json` IS JSON OBJECT THEN 'Something follows the JSON object.'
                    WHEN `json` IS JSON THEN 'The value is JSON, but not an object.'
                    ELSE 'The value is not JSON.'
                  END, 'UTF-8')
                ])
                FROM (
                  SELECT *, REGEXP_REPLACE(`text`, '^\uFEFF|[\t\n\r]', ' ') AS `json`
                  FROM (SELECT *, DECODE(`value`, 'UTF-8') AS `text` FROM `dev`.`orders$raw`)
                )
                WHERE `value` IS NOT NULL
                  AND (
                    ENCODE(`text`, 'UTF-8') <> `value`
                    OR `json` IS NOT JSON OBJECT
                    OR ('[' || `json` || ']') IS NOT JSON ARRAY
                    OR ('{"v":' || `json` || '}') IS NOT JSON OBJECT
                  )
                """
            );
        tables[1].Ddl.ShouldNotBeNull().ShouldContain("'sink.transactional-id-prefix' = 'flink-sums-");
        tables[1].Ddl.ShouldNotBeNull().ShouldEndWith(tables[1].Insert!);
    }

    [Fact]
    public void What_cannot_be_skipped_is_refused_with_the_reason_and_what_to_do()
    {
        Tables(Topic("orders", SchemaType.Avro, Avro), Topic("orders-dlq", null, null))[0]
            .Problem.ShouldBe(
                "Its records are Avro, and Flink's avro-confluent format can't skip one that it can't decode. Set the policy for deserialization errors to fail, or read this topic in a job of its own."
            );
        Tables(Topic("orders", null, null), Topic("orders-dlq", null, null))[1]
            .Problem.ShouldNotBeNull()
            .ShouldStartWith("None of the topics that the job reads is JSON by its schema");
        Tables(Topic("orders", SchemaType.Json, Json), Topic("orders-dlq", SchemaType.Json, Json))[1]
            .Problem.ShouldNotBeNull()
            .ShouldEndWith("Choose a topic without a schema.");
    }

    [Fact]
    public void The_policy_is_the_same_on_the_form_in_a_draft_and_in_the_API()
    {
        var skips = With(new(DeserializationErrorPolicy.Skip, "dev.orders-dlq"));
        var form = new JobForm(new(ResourceOperation.Update, skips, skips)) { Owner = skips.Owner };
        var again = new JobForm(FormOrigin.New);
        again.Restore(form.Keep());

        ((JobSpec)form.Spec(null)).Definition.ShouldBe(skips.Definition);
        ((JobSpec)again.Spec(null)).Definition.ShouldBe(skips.Definition);
        JobSpecDto.Of(skips).ToSpec(skips.Owner).Definition.ShouldBe(skips.Definition);
        (JobSpecDto.Of(Spec) with { DeserializationErrors = new() })
            .ToSpec(Spec.Owner)
            .Definition.ShouldBe(Spec.Definition, "fail is the default");
        JobMerge
            .Between(Spec.Definition, skips.Definition)
            .ShouldHaveSingleItem()
            .ShouldBe(new("deserializationErrors", null, "skip, to dev.orders-dlq"));
    }

    [Fact]
    public void What_was_skipped_is_counted_by_the_end_of_its_topic_and_unknown_is_not_none()
    {
        var skips = With(new(DeserializationErrorPolicy.Skip, "dev-eu-1.orders-dlq")).Definition;
        var health = new HandHealth();
        DeadLetterCount.Of(Spec.Definition, health, "dev").ShouldBeNull();
        DeadLetterCount.Of(skips, health, "dev").ShouldBe(new("dev-eu-1", "orders-dlq", null, null));

        var sample = new Sample(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        var topic = sample.Topic("orders-dlq", 3, LagStatus.Ok);
        health.Show(sample.Cluster(new(1), "dev-eu-1", "dev", [topic], []));
        DeadLetterCount.Of(skips, health, "dev").ShouldBe(new("dev-eu-1", "orders-dlq", 3_000_000, sample.Now));
        DeadLetterCount.Of(skips, health, "prod")!.AtMost.ShouldBeNull("it is another environment's");
    }

    [Fact]
    public void What_is_skipped_is_set_against_what_is_read_and_commits_are_no_records()
    {
        var skips = With(new(DeserializationErrorPolicy.Skip, "dev-eu-1.orders-dlq")).Definition;
        var sample = new Sample(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        var topic = sample.Topic("orders-dlq", 2, LagStatus.Ok) with { ProducedPerSecond = 9 };
        var orders = sample.Partition("orders", 0, LagStatus.Ok, 0, TimeSpan.Zero);
        ClusterSnapshot Cluster(TopicSnapshot dead) => sample.Cluster(new(1), "dev-eu-1", "dev", [dead], []);
        JobLag Read(double? perSecond) =>
            new(
                new(1),
                "dev-eu-1",
                sample.Group("flink-sums", LagStatus.Ok, 0, new Drain.Never(), orders) with
                {
                    ConsumedPerSecond = perSecond,
                }
            );

        DeadLetterRate.Of(skips, [Read(4), Read(6)], [Cluster(topic)], []).ShouldBe(new("dev-eu-1.orders-dlq", 7, 10));
        DeadLetterRate
            .Of(skips with { Guarantee = JobGuarantee.AtLeastOnce }, [Read(10)], [Cluster(topic)], [])!
            .DeadPerSecond.ShouldBe(9);
        DeadLetterRate.Of(skips, [Read(null)], [Cluster(topic)], []).ShouldBeNull("what is read isn't known");
        DeadLetterRate.Of(skips, [Read(1)], [Cluster(topic with { ProducedPerSecond = null })], []).ShouldBeNull();
        DeadLetterRate.Of(skips, [], [Cluster(topic)], []).ShouldBeNull();
        DeadLetterRate.Of(Spec.Definition, [Read(1)], [Cluster(topic)], []).ShouldBeNull("it skips none");
    }

    [Fact]
    public async Task Where_another_managed_job_runs_and_writes_to_the_topic_no_share_of_it_is_this_jobs()
    {
        await using var world = await Skipping("slow");
        var alone = await world.Job("slow");

        await Manage(world, "busy");
        world.Flink.Runs("2f", "busy");
        await world.Read();
        var shared = await world.Job("slow");

        alone.Row.Status.Health.ShouldBe(JobHealth.SkippingRecords);
        alone.Row.DeadLetterSharers.ShouldBeEmpty();
        shared.Row.Status.Health.ShouldBe(JobHealth.Stable);
        shared.Row.Status.Words.ShouldBe(
            "It runs, and its checkpoints complete. Whether it skips many of its records is unknown: it reads 10\u00A0a second, and 50\u00A0a second come into dev.orders-dlq, a dead-letter topic that it shares with busy."
        );
        DeadLettersDto.Of(shared.DeadLetters!, shared.Row.DeadLetterSharers).SharedWith.ShouldBe(["dev/busy"]);
        (await world.Job("busy")).Row.DeadLetterSharers.ShouldHaveSingleItem().Name.ShouldBe("slow");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_managed_job_that_does_not_run_hides_nothing_of_what_a_job_skips(bool isForgotten)
    {
        await using var world = await Skipping("slow");
        await Manage(world, "idle");
        var now = TimeProvider.System.GetUtcNow();
        world.Flink.All["2f"] = isForgotten
            ? new("2f", "idle", FlinkStatus.Running, now.AddDays(-2), null, 1, 1)
            : new("2f", "idle", FlinkStatus.Finished, now.AddDays(-2), now.AddDays(-1), 1, 0);
        await world.Read();
        if (isForgotten)
        {
            world.Flink.All.Remove("2f");
            await world.Read();
            await using var db = world.CreateDbContext();
            await db.Set<SeenJob>()
                .Where(run => run.JobId == "2f")
                .ExecuteUpdateAsync(set => set.SetProperty(run => run.GoneAt, now.AddMinutes(-3)));
        }

        var shared = await world.Job("slow");

        shared.Row.Status.Health.ShouldBe(JobHealth.SkippingRecords);
        DeadLettersDto
            .Of(shared.DeadLetters!, shared.Row.DeadLetterSharers)
            .SharedWith.ShouldBe(["dev/idle"], "its records are among those that are there");
    }

    // Records a second are those of the last minute.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_managed_job_that_has_just_ended_may_have_written_what_came_into_the_topic(
        bool isForgotten
    )
    {
        await using var world = await Skipping("slow");
        await Manage(world, "busy");
        var now = TimeProvider.System.GetUtcNow();
        world.Flink.All["2f"] = isForgotten
            ? new("2f", "busy", FlinkStatus.Running, now.AddDays(-2), null, 1, 1)
            : new("2f", "busy", FlinkStatus.Finished, now.AddDays(-2), now.AddSeconds(-30), 1, 0);
        await world.Read();
        if (isForgotten)
        {
            world.Flink.All.Remove("2f");
            await world.Read();
        }

        var shared = await world.Job("slow");

        shared.Row.Status.Health.ShouldBe(JobHealth.Stable);
        shared.Row.Status.Words.ShouldContain("a dead-letter topic that it shares with busy");
    }

    /// <summary>A managed job that runs and skips all that it reads.</summary>
    private static async Task<WatchedFlink> Skipping(string job)
    {
        var world = await WatchedFlink.Create();
        var now = TimeProvider.System.GetUtcNow();
        world.Flink.Carried = With(new(DeserializationErrorPolicy.Skip, "dev.orders-dlq")).Definition;
        world.Flink.All["1f"] = new("1f", job, FlinkStatus.Running, now.AddSeconds(-20), null, 1, 1);
        world.Flink.Checkpoints(
            "1f",
            [.. Enumerable.Range(1, 3).Select(n => Completed(4 - n, now.AddSeconds(-5 * n)))]
        );
        await world.Read();
        await Manage(world, job);
        var sample = new Sample(now);
        var orders = sample.Partition("orders", 0, LagStatus.Ok, 0, TimeSpan.Zero);
        var reads = sample.Group(JobName.Group(job), LagStatus.Ok, 0, new Drain.Never(), orders);
        world.Health.Show(
            sample.Cluster(
                world.Cluster,
                "dev",
                "dev",
                [
                    sample.Topic("orders", 1, LagStatus.Ok),
                    sample.Topic("totals", 1, LagStatus.Ok),
                    sample.Topic("orders-dlq", 1, LagStatus.Ok) with
                    {
                        ProducedPerSecond = 51,
                    },
                ],
                [reads with { ConsumedPerSecond = 10 }]
            )
        );
        return world;
    }

    [Fact]
    public void What_comes_into_a_shared_topic_clears_a_job_that_reads_far_more()
    {
        DeadLetterSharer[] others =
        [
            new("dev", "b", IsAlive: true),
            new("dev", "c", IsAlive: true),
            new("prod", "d", IsAlive: true),
        ];
        var shared = new DeadLetterRate("dev.orders-dlq", 50, ReadPerSecond: 2_000) { Sharers = [.. others] };

        shared.Doubt.ShouldBeNull("all of it would be few of its records");
        shared.Status.ShouldBeNull();
        (shared with { ReadPerSecond = 10 }).Status.ShouldBeNull();
        (shared with { ReadPerSecond = 10 })
            .Doubt.ShouldNotBeNull()
            .ShouldEndWith("a dead-letter topic that it shares with b and 2 other jobs.");
    }

    [Fact]
    public void A_failure_about_a_record_says_what_can_be_done() =>
        AccessFailure
            .InWords(new(default, "Failed to deserialize a record: Unrecognized token.", null))
            .ShouldBe(
                $"Failed to deserialize a record: Unrecognized token. {DecodingFailure.Remedy("Failed to deserialize a record")}"
            );

    /// <summary>Records a job that skips, as if a change had started it.</summary>
    private static async Task Manage(WatchedFlink world, string job)
    {
        await using var db = world.CreateDbContext();
        var spec = CoreJson.Write(With(new(DeserializationErrorPolicy.Skip, "dev.orders-dlq")));
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into team (name, title) values ('payments', 'Payments') on conflict do nothing;
            insert into resource (kind, cluster_id, name, owner_team_id, spec, created_at, updated_at)
            select 'job', {world.Cluster.Value}, {job}, id, {spec}::jsonb, now(), now() from team where name = 'payments';
            """
        );
    }

    private static JobCheckpoint Completed(long number, DateTimeOffset at) =>
        new(number, at, TimeSpan.FromSeconds(1), 100, IsSavepoint: false, JobCheckpoint.Completed);

    private static JobSpec With(DeserializationErrors errors) =>
        Spec with
        {
            Definition = Spec.Definition with { Errors = errors },
        };

    private static IReadOnlyList<JobTable> Tables(params JobTable[] tables) =>
        DeadLetters.Over("sums", With(new(DeserializationErrorPolicy.Skip, "dev.orders-dlq")).Definition, [.. tables]);

    private static JobTable Topic(string topic, SchemaType? type, string? schema) =>
        JobTable.Of(
            "sums",
            "dev",
            topic,
            topic == "orders-dlq",
            new(
                "1",
                new() { Kind = EndpointKind.Kafka, Addresses = "127.0.0.1:9092" },
                new() { Kind = EndpointKind.Registry, Addresses = "http://127.0.0.1:8081" },
                schema is null ? null : new LiveSchema($"{topic}-value", new(3, 7), type!.Value, schema, [], null),
                SkipsErrors: topic == "orders"
            ),
            With(new(DeserializationErrorPolicy.Skip, "dev.orders-dlq")).Definition
        );
}
