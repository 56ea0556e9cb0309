using System.Globalization;
using System.Text.Json;
using Confluent.Kafka;
using Portal.Kafka.Messages;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>Idleness, late rows, pauses between starts, slots and bounds of state, seen from outside.</summary>
public sealed class StreamBehaviourTests : IAsyncLifetime, IDisposable
{
    private const string Timed = "id BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts";
    private LocalKafka _cluster = null!;
    private StreamTopics _topics = null!;

    public async Task InitializeAsync()
    {
        _cluster = await LocalKafka.Start(
            1,
            "TaskSlots=3",
            "SlotRequestTimeout=00:00:01",
            "MaxStateBytes=20000",
            "MaxStateBytesOfAllJobs=25000"
        );
        _topics = new(_cluster, _cluster);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    public void Dispose() => _topics.Dispose();

    [ClusterFact]
    public async Task A_partition_without_records_holds_back_windows_until_it_is_idle()
    {
        var (from, waits, goesOn) = (
            await _topics.Client.Topic(2),
            await _topics.Client.Topic(),
            await _topics.Client.Topic()
        );
        await _topics.Produce(from, [At(0), At(5), At(20)]);
        var waiting = await Windows(from, waits);
        await Windows(from, goesOn, ("table.exec.source.idle-timeout", "300ms"));

        // Where both partitions come to rest at once the next record moves time on, as in Flink.
        await Deadline.Until(async () =>
        {
            await _topics.Produce(from, [At(20)]);
            return _topics.Committed(goesOn).Count == 1;
        });

        // It has read all the same, and waits for the other partition.
        await Deadline.Until(async () => (await Vertex(waiting, 0)).GetProperty("read-records").GetInt64() > 3);
        _topics.Committed(waits).ShouldBeEmpty();
        await _topics.Produce(from, [At(20)], partition: 1);
        await Deadline.Until(() => _topics.Committed(waits).Count == 1);
        _topics.Committed(waits)[0].GetProperty("n").GetInt64().ShouldBe(2);
    }

    [ClusterFact]
    public async Task Rows_that_come_after_their_window_are_left_out_and_counted()
    {
        var (from, to) = (await _topics.Client.Topic(), await _topics.Client.Topic());
        await _topics.Produce(from, [At(0), At(20)]);
        var job = await Windows(from, to);
        await Deadline.Until(() => _topics.Committed(to).Count == 1);

        await _topics.Produce(from, [At(1), At(2), At(21)]);

        await Deadline.Until(async () => await Late(job) == 2);
        _topics.Committed(to).Count.ShouldBe(1);
    }

    [ClusterTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_job_that_is_drained_sends_its_open_windows_and_one_that_is_stopped_keeps_them(int parallelism)
    {
        var (from, stopped, drained) = (
            await _topics.Client.Topic(),
            await _topics.Client.Topic(),
            await _topics.Client.Topic()
        );
        await _topics.Produce(from, [At(0), At(5)]);
        foreach (var (to, drains) in new[] { (stopped, false), (drained, true) })
        {
            var job = await Windows(from, to, ("parallelism.default", $"{parallelism}"));
            await Deadline.Until(async () => (await Vertex(job, 0)).GetProperty("read-records").GetInt64() == 2);
            var trigger = await _topics.Stop(
                job,
                $"{_cluster.Data}/savepoints",
                new string(drains ? 'd' : 'e', 32),
                drains
            );
            await _topics.Location(job, trigger);
            (await _topics.State(job)).ShouldBe("FINISHED");
        }

        _topics.Committed(stopped).ShouldBeEmpty();
        _topics.Committed(drained).ShouldHaveSingleItem().GetProperty("n").GetInt64().ShouldBe(2);
    }

    [ClusterFact]
    public async Task A_row_that_moves_to_another_key_of_its_table_leaves_nothing_under_the_former_one()
    {
        var (from, to) = (await _topics.Client.Topic(), await _topics.Client.Topic());
        await _topics.Produce(from, ["""{"id":1,"region":"a"}""", """{"id":1,"region":"b"}"""]);
        var job = await _topics.Start(
            "INSERT INTO o SELECT id, MAX(region), COUNT(*) FROM i GROUP BY id",
            [
                _topics.Table("i", from, "id BIGINT, region STRING"),
                "CREATE TABLE o (id BIGINT, region STRING, n BIGINT, PRIMARY KEY (id, region) NOT ENFORCED) WITH ('connector' = 'upsert-kafka', "
                    + $"'topic' = '{to}', 'key.format' = 'json', 'value.format' = 'json', 'properties.bootstrap.servers' = '{_cluster.Bootstrap}')",
            ]
        );

        await Deadline.Until(() =>
            _topics
                .Client.ReadAll(to)
                .Any(record => record.Message.Value?.Contains("\"n\":2", StringComparison.Ordinal) is true)
        );

        _topics
            .Client.ReadAll(to)
            .GroupBy(record => record.Message.Key)
            .Select(key => key.Last().Message)
            .Where(last => last.Value is not null)
            .ShouldHaveSingleItem()
            .Value.ShouldBe("""{"id":1,"region":"b","n":2}""");
        await _topics.Cancel(job);
    }

    [ClusterFact]
    public async Task A_job_that_fails_again_and_again_pauses_longer_each_time_and_says_why()
    {
        var (from, to) = (await _topics.Client.Topic(), await _topics.Client.Topic());
        await _topics.Produce(from, ["""{"id":0}"""]);
        var job = await _topics.Start(
            "INSERT INTO o SELECT 1 / id FROM i",
            [_topics.Table("i", from, "id BIGINT"), _topics.Table("o", to, "id BIGINT")],
            ("restart-strategy.type", "exponential-delay"),
            ("restart-strategy.exponential-delay.initial-backoff", "200ms"),
            ("restart-strategy.exponential-delay.max-backoff", "600ms")
        );

        JsonElement[] failures = [];
        await Deadline.Until(async () =>
        {
            failures =
            [
                .. (await _topics.Get($"/jobs/{job}/exceptions"))
                    .GetProperty("exceptionHistory")
                    .GetProperty("entries")
                    .EnumerateArray()
                    .Reverse(),
            ];
            return failures.Length >= 6;
        });

        failures[0].GetProperty("stacktrace").GetString().ShouldNotBeNull().ShouldContain("Division by zero");
        var times = failures.Select(f => f.GetProperty("timestamp").GetInt64()).ToList();
        var pauses = times.Zip(times.Skip(1), (one, next) => next - one).ToList();
        // 200 ms, each half as long again, 600 at most.
        foreach (var (pause, least) in pauses.Zip([200L, 300, 450, 600, 600]))
        {
            pause.ShouldBeGreaterThanOrEqualTo(least - 1);
        }

        (await _topics.Metric(job, "numRestarts")).ShouldBeGreaterThanOrEqualTo(5);
        await _topics.Cancel(job);
    }

    [ClusterFact]
    public async Task A_job_waits_for_slots_runs_once_they_are_free_and_fails_in_words_when_they_never_are()
    {
        var holding = await Copy(("parallelism.default", "2"));
        await Deadline.Until(async () => await Free() == 1);

        var never = await Copy(("parallelism.default", "4"), ("restart-strategy.type", "none"));
        await Deadline.Until(async () => await _topics.State(never) == "FAILED");
        (await _topics.Exceptions(never)).ShouldContain("NoResourceAvailableException");
        (await _topics.Exceptions(never)).ShouldContain("The job needs 4 task slots, and 1 of 3 were free");

        var waits = await Copy(("parallelism.default", "2"));
        await Deadline.Until(async () =>
            (await _topics.Get($"/jobs/{waits}")).GetProperty("status-counts").GetProperty("SCHEDULED").GetInt64() > 0
        );
        await _topics.Cancel(holding);
        await Deadline.Until(async () =>
            (await _topics.Get($"/jobs/{waits}")).GetProperty("status-counts").GetProperty("RUNNING").GetInt64() > 0
        );
        (await Free()).ShouldBe(1);
        await _topics.Cancel(waits);
        await Deadline.Until(async () => await Free() == 3);
    }

    [ClusterFact]
    public async Task A_job_whose_offsets_were_deleted_meanwhile_goes_on_at_the_oldest_record_as_Flink_s()
    {
        var (from, to) = (await _topics.Client.Topic(), await _topics.Client.Topic());
        string[] tables = [_topics.Table("i", from, "id BIGINT"), _topics.Table("o", to, "id BIGINT")];
        await _topics.Produce(from, Enumerable.Range(0, 5).Select(i => $$"""{"id":{{i}}}"""));
        var job = await _topics.Start("INSERT INTO o SELECT id FROM i", tables);
        await Deadline.Until(() => _topics.Committed(to).Count == 5);
        var newest = await _topics.NewestCheckpoint(job);
        await Deadline.Until(async () => await _topics.NewestCheckpoint(job) > newest);
        await _topics.Cancel(job);
        var state = Directory.GetDirectories(Path.GetDirectoryName(_topics.CheckpointFolder(job, 1))!).Max()!;
        await _topics.Produce(from, Enumerable.Range(5, 5).Select(i => $$"""{"id":{{i}}}"""));
        using var admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = _cluster.Bootstrap }
        ).Build();
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(from, 0, 8)]);

        var again = await _topics.Start(
            "INSERT INTO o SELECT id FROM i",
            tables,
            ("execution.state-recovery.path", state)
        );

        await Deadline.Until(() => _topics.Committed(to).Count == 7);
        _topics.Committed(to).Select(row => row.GetProperty("id").GetInt32()).ShouldBe([0, 1, 2, 3, 4, 8, 9]);
        (await _topics.Metric(again, "numRestarts")).ShouldBe(0);
        await _topics.Cancel(again);
    }

    [ClusterFact]
    public async Task Without_checkpoints_a_job_starts_again_only_by_a_strategy_that_it_names()
    {
        var (from, to) = (await _topics.Client.Topic(), await _topics.Client.Topic());
        await _topics.Produce(from, ["""{"id":0}"""]);
        (string, string) never = ("execution.checkpointing.interval", "0");

        var once = await Divided(never);
        var twice = await Divided(
            never,
            ("restart-strategy.type", "fixed-delay"),
            ("restart-strategy.fixed-delay.attempts", "2"),
            ("restart-strategy.fixed-delay.delay", "100ms")
        );

        await Deadline.Until(async () =>
            await _topics.State(once) == "FAILED" && await _topics.State(twice) == "FAILED"
        );
        (await _topics.Metric(once, "numRestarts")).ShouldBe(0);
        (await _topics.Metric(twice, "numRestarts")).ShouldBe(2);

        Task<string> Divided(params (string, string)[] options) =>
            _topics.Start(
                "INSERT INTO o SELECT 1 / id FROM i",
                [
                    _topics.Table("i", from, "id BIGINT"),
                    $"CREATE TABLE o (id BIGINT) WITH ('connector' = 'kafka', 'topic' = '{to}', 'format' = 'json', 'properties.bootstrap.servers' = '{_cluster.Bootstrap}')",
                ],
                options
            );
    }

    [ClusterFact]
    public async Task State_is_bound_in_bytes_too()
    {
        var from = await _topics.Client.Topic();
        var text = new string('x', 5_000);
        await _topics.Produce(from, Enumerable.Range(0, 10).Select(i => $$"""{"id":{{i}},"text":"{{i}}{{text}}"}"""));
        var job = await Groups(from);

        await Deadline.Until(async () => await _topics.State(job) == "FAILED");

        (await _topics.Exceptions(job)).ShouldContain(
            "bytes of state; 20,000 are the most (LocalCluster:MaxStateBytes)"
        );
    }

    [ClusterFact]
    public async Task State_is_bound_for_all_jobs_together_and_the_one_with_the_most_fails()
    {
        var (small, large) = (await _topics.Client.Topic(), await _topics.Client.Topic());
        await _topics.Produce(small, Texts(2));
        await _topics.Produce(large, Texts(2));
        var (stays, fails) = (await Groups(small), await Groups(large));
        await Deadline.Until(async () => await Read(stays) == 2 && await Read(fails) == 2);
        (await _topics.State(fails)).ShouldBe("RUNNING");

        await _topics.Produce(large, Texts(1, from: 2));

        await Deadline.Until(async () => await _topics.State(fails) == "FAILED");
        (await _topics.Exceptions(fails)).ShouldContain(
            "bytes of state together; 25,000 are the most (LocalCluster:MaxStateBytesOfAllJobs)"
        );
        (await _topics.State(stays)).ShouldBe("RUNNING");

        static IEnumerable<string> Texts(int count, int from = 0) =>
            Enumerable.Range(from, count).Select(i => $$"""{"id":{{i}},"text":"{{i}}{{new string('x', 5_000)}}"}""");
        async Task<long> Read(string job) => (await Vertex(job, 0)).GetProperty("read-records").GetInt64();
    }

    [ClusterFact]
    public async Task A_job_whose_sink_is_slow_says_that_it_is_held_back()
    {
        var (from, to) = (await _topics.Client.Topic(), await _topics.Client.Topic());
        await Slow(to, bytesPerSecond: 100);
        await _topics.Produce(from, StreamTopics.Numbers(0, 5_000));
        var job = await _topics.Start(
            $"INSERT INTO o SELECT MOD(id, 10), CAST(COUNT(*) AS STRING) || '{new string('x', 1_000)}' FROM i GROUP BY MOD(id, 10)",
            [_topics.Table("i", from, "id BIGINT"), Upserts(to, "id BIGINT, text STRING")],
            ("execution.checkpointing.interval", "1h")
        );

        JsonElement held = default;
        await Deadline.Until(async () => (held = await Pressure(job, 0)).GetProperty("ratio").GetDouble() > 0.5);

        held.GetProperty("backpressureLevel").GetString().ShouldBe("high");
        held.GetProperty("busyRatio").GetDouble().ShouldBeLessThan(0.5);
        // As in Flink, who waits for the brokers is busy.
        var sink = await Pressure(job, ^1);
        sink.GetProperty("backpressureLevel").GetString().ShouldBe("ok");
        sink.GetProperty("busyRatio").GetDouble().ShouldBeGreaterThan(0.5);
        (await Vertex(job, 0)).GetProperty("accumulated-backpressured-time").GetInt64().ShouldBeGreaterThan(0);
    }

    /// <summary>Whoever writes to the topic as its table says.</summary>
    private async Task Slow(string client, double bytesPerSecond)
    {
        await using var raw = new RawClient(_cluster.Bootstrap);
        var request = new AlterClientQuotasRequest
        {
            Entries =
            [
                new()
                {
                    Entity = [new() { EntityType = "client-id", EntityName = client }],
                    Ops = [new() { Key = "producer_byte_rate", Value = bytesPerSecond }],
                },
            ],
        };
        (await raw.ToController(request, 1)).Entries[0].ErrorMessage.ShouldBeNull();
    }

    private string Upserts(string to, string columns) =>
        $"CREATE TABLE o ({columns}, PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'upsert-kafka', 'topic' = '{to}', 'properties.bootstrap.servers' = '{_cluster.Bootstrap}', 'properties.client.id' = '{to}', 'properties.buffer.memory' = '1048576', 'key.format' = 'json', 'value.format' = 'json')";

    private async Task<JsonElement> Pressure(string job, Index vertex)
    {
        var vertices = (await _topics.Get($"/jobs/{job}")).GetProperty("vertices").EnumerateArray().ToList();
        var id = vertices[vertex].GetProperty("id").GetString();
        return (await _topics.Get($"/jobs/{job}/vertices/{id}/backpressure")).GetProperty("subtasks")[0];
    }

    private async Task<string> Groups(string from) =>
        await _topics.Start(
            "INSERT INTO o SELECT MAX(id) FROM i GROUP BY text HAVING MAX(id) < 0",
            [_topics.Table("i", from, "id BIGINT, text STRING"), Upserts(await _topics.Client.Topic(), "id BIGINT")],
            ("restart-strategy.type", "none")
        );

    private async Task<string> Copy(params (string, string)[] options)
    {
        var (from, to) = (await _topics.Client.Topic(), await _topics.Client.Topic());
        return await _topics.Start(
            "INSERT INTO o SELECT id FROM i",
            [_topics.Table("i", from, "id BIGINT"), _topics.Table("o", to, "id BIGINT")],
            options
        );
    }

    private Task<string> Windows(string from, string to, params (string, string)[] options) =>
        _topics.Start(
            "INSERT INTO o SELECT COUNT(*), window_start FROM TABLE(TUMBLE(TABLE i, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end",
            [_topics.Table("i", from, Timed), _topics.Table("o", to, "n BIGINT, start_at TIMESTAMP(3)")],
            options
        );

    private async Task<JsonElement> Vertex(string job, int at) =>
        (await _topics.Get($"/jobs/{job}")).GetProperty("vertices")[at].GetProperty("metrics");

    private async Task<long> Late(string job)
    {
        var late = 0L;
        foreach (var vertex in (await _topics.Get($"/jobs/{job}")).GetProperty("vertices").EnumerateArray())
        {
            var route = $"/jobs/{job}/vertices/{vertex.GetProperty("id").GetString()}/subtasks/metrics";
            foreach (var metric in (await _topics.Get(route)).EnumerateArray())
            {
                var name = metric.GetProperty("id").GetString()!;
                late += name.EndsWith(".numLateRecordsDropped", StringComparison.Ordinal)
                    ? (await _topics.Get($"{route}?get={Uri.EscapeDataString(name)}&agg=sum"))[0]
                        .GetProperty("sum")
                        .GetInt64()
                    : 0;
            }
        }

        return late;
    }

    private async Task<int> Free() => (await _topics.Get("/overview")).GetProperty("slots-available").GetInt32();

    private static string At(int second) =>
        $$"""{"id":{{second}},"ts":"{{DateTime.UnixEpoch.AddSeconds(second).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}}"}""";
}
