using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>Savepoints that can't be written, aren't whole or belong to another query; and kill -9 while they are written and restored from.</summary>
public sealed class SavepointFaultTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _http = new();
    private readonly LogFolder _folder = new();
    private LocalKafkaProcess _cluster = null!;
    private Client _client = null!;
    private int _triggers;

    public async Task InitializeAsync()
    {
        _cluster = await LocalKafkaProcess.Start(1);
        _client = new(_cluster.Bootstrap);
        await _client.Create("numbers", 1, 1);
        await _client.Create("counts", 1, 1);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    [ClusterFact]
    public async Task A_savepoint_of_another_query_or_one_that_is_torn_is_refused_in_words()
    {
        var job = await Start("SELECT id, COUNT(*) FROM numbers GROUP BY id");
        await Produce(0, 10);
        await Deadline.Until(() => Counts().Count == 10);
        var path = await Savepoint(job, _folder.Path, stops: true);

        var other = await Start("SELECT id, SUM(id) FROM numbers GROUP BY id", path);
        await Deadline.Until(async () =>
            (await Exceptions(other)).Contains("was written by another query", StringComparison.Ordinal)
        );
        await Cancel(other);

        var metadata = Directory.GetFiles(_folder.Path, "_metadata", SearchOption.AllDirectories).Single();
        await File.WriteAllBytesAsync(metadata, (await File.ReadAllBytesAsync(metadata))[..^20]);
        var torn = await Start("SELECT id, COUNT(*) FROM numbers GROUP BY id", path);
        await Deadline.Until(async () =>
            (await Exceptions(torn)).Contains("Cannot find checkpoint or savepoint", StringComparison.Ordinal)
        );
        await Cancel(torn);
    }

    [ClusterFact]
    public async Task A_savepoint_that_cannot_be_written_fails_in_words_and_the_job_goes_on()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "");
        var job = await Start("SELECT id, COUNT(*) FROM numbers GROUP BY id");
        await Produce(0, 10);
        await Deadline.Until(() => Counts().Count == 10);

        var trigger = await Trigger(job, Path.Combine(file, "inside"), stops: false);
        JsonElement answer = default;
        await Deadline.Until(async () => IsDone(answer = await Asked(job, trigger)));

        answer.GetRawText().ShouldContain(file);
        await Produce(10, 20);
        await Deadline.Until(() => Counts().Count == 20);
        Counts().Values.ShouldAllBe(n => n == 1);
    }

    [ClusterFact]
    public async Task A_job_that_is_killed_while_it_writes_savepoints_and_is_restored_counts_each_record_once()
    {
        var job = await Start("SELECT id, COUNT(*) FROM numbers GROUP BY id");
        for (var round = 0; round < 4; round++)
        {
            await Produce(0, 50);
            await Deadline.Until(() => Counts().Values.Any(n => n > round));
            await Trigger(job, _folder.Path, stops: false);
            await _cluster.Kill();
            await _cluster.Up();
            // Again, while it is restored.
            await _cluster.Kill();
            await _cluster.Up();
        }

        await Deadline.Until(() => Counts().Count == 50 && Counts().Values.All(n => n == 4));
    }

    [ClusterFact]
    public async Task Checkpoints_write_what_changed_and_go_on_after_a_kill_and_a_savepoint_after_them_has_everything()
    {
        const int Many = 1_000;
        const string Query = "SELECT id, COUNT(*) FROM numbers GROUP BY id";
        var job = await Start(Query);
        await Produce(0, Many);
        await Deadline.Until(() => Counts().Count == Many);
        await Produce(0, 1);
        await Deadline.Until(async () =>
            (await Checkpoints(job)).Any(each => each.Whole > 10 * Many && each.Written is > 0 and < Many)
        );

        await _cluster.Kill();
        await _cluster.Up();
        await Produce(0, 1);
        await Deadline.Until(() => Counts()[0] == 3);
        var savepoint = await Savepoint(job, _folder.Path, stops: true);

        // The checkpoints of the first job went with its end.
        await Start(Query, savepoint);
        await Produce(0, 2);
        await Deadline.Until(() => Counts()[0] == 4);
        Counts()[1].ShouldBe(2);
    }

    private async Task<IEnumerable<(long Whole, long Written)>> Checkpoints(string job) =>
        (await _http.GetFromJsonAsync<JsonElement>($"{_cluster.Flink}/jobs/{job}/checkpoints"))
            .GetProperty("history")
            .EnumerateArray()
            .Select(each =>
                (each.GetProperty("state_size").GetInt64(), each.GetProperty("checkpointed_size").GetInt64())
            );

    private async Task<string> Start(string query, string? from = null)
    {
        using var sql = await SqlClient.Open(
            _cluster.SqlGateway,
            [
                ("execution.checkpointing.interval", "200ms"),
                .. from is null ? Array.Empty<(string, string)>() : [("execution.state-recovery.path", from)],
            ]
        );
        var kafka =
            $"'properties.bootstrap.servers' = '{_cluster.Bootstrap}', 'properties.isolation.level' = 'read_committed'";
        await sql.Run(
            $"CREATE TABLE numbers (id BIGINT) WITH ('connector' = 'kafka', 'topic' = 'numbers', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset', {kafka})"
        );
        await sql.Run(
            $"CREATE TABLE counts (id BIGINT, n BIGINT, PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'upsert-kafka', 'topic' = 'counts', 'key.format' = 'json', 'value.format' = 'json', 'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'c', 'properties.transaction.timeout.ms' = '60000', {kafka})"
        );
        return await sql.Start($"INSERT INTO counts {query}");
    }

    private async Task Produce(int from, int to)
    {
        using var producer = _client.Producer();
        await Task.WhenAll(
            Enumerable
                .Range(from, to - from)
                .Select(id => producer.ProduceAsync("numbers", new() { Value = $$"""{"id":{{id}}}""" }))
        );
    }

    private Dictionary<long, long> Counts() =>
        _client
            .ReadAll("counts", with => with.IsolationLevel = IsolationLevel.ReadCommitted)
            .Where(record => record.Message.Value is not null)
            .Select(record => JsonDocument.Parse(record.Message.Value).RootElement)
            .GroupBy(row => row.GetProperty("id").GetInt64())
            .ToDictionary(same => same.Key, same => same.Last().GetProperty("n").GetInt64());

    private async Task<string> Savepoint(string job, string folder, bool stops)
    {
        var trigger = await Trigger(job, folder, stops);
        JsonElement answer = default;
        await Deadline.Until(async () => IsDone(answer = await Asked(job, trigger)));
        return answer.GetProperty("operation").GetProperty("location").GetString()!;
    }

    private async Task<string> Trigger(string job, string folder, bool stops)
    {
        var trigger = $"{++_triggers:x32}";
        object body = stops
            ? new
            {
                targetDirectory = folder,
                drain = false,
                triggerId = trigger,
            }
            : new Dictionary<string, object>
            {
                ["target-directory"] = folder,
                ["cancel-job"] = false,
                ["triggerId"] = trigger,
            };
        var answer = await _http.PostAsJsonAsync(
            $"{_cluster.Flink}/jobs/{job}/{(stops ? "stop" : "savepoints")}",
            body
        );
        answer.EnsureSuccessStatusCode();
        return trigger;
    }

    private Task<JsonElement> Asked(string job, string trigger) =>
        _http.GetFromJsonAsync<JsonElement>($"{_cluster.Flink}/jobs/{job}/savepoints/{trigger}");

    private static bool IsDone(JsonElement answer) =>
        answer.GetProperty("status").GetProperty("id").GetString() == "COMPLETED";

    private async Task<string> Exceptions(string job) =>
        await _http.GetStringAsync($"{_cluster.Flink}/jobs/{job}/exceptions");

    private async Task Cancel(string job) =>
        await _http.PatchAsync($"{_cluster.Flink}/jobs/{job}?mode=cancel", new StringContent("", Encoding.UTF8));
}
