using System.Net.Http.Json;
using System.Text.Json;
using Confluent.Kafka;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>Jobs on one local cluster over topics of another or the same: started, looked at over REST, their committed records counted.</summary>
/// <param name="via">Where the jobs find the topics' cluster; null: where it is.</param>
internal sealed class StreamTopics(LocalKafka jobs, LocalKafka topics, string? via = null) : IDisposable
{
    // The end of a topic is known by an answer without records, which a broker keeps back for so long.
    private const int ShortWaitMs = 10;

    /// <summary>How many numbers a <see cref="Copy"/> begins with.</summary>
    public const int Copied = 50;
    private readonly HttpClient _http = new();

    public Client Client { get; } = new(topics.Bootstrap);

    public void Dispose()
    {
        _http.Dispose();
        Client.Dispose();
    }

    /// <summary>A table over a JSON topic, written exactly once.</summary>
    public string Table(string name, string topic, string columns, string options = "") =>
        $"CREATE TABLE `{name}` ({columns}) WITH ('connector' = 'kafka', 'topic' = '{topic}', 'format' = 'json', "
        + $"'properties.bootstrap.servers' = '{via ?? topics.Bootstrap}', 'properties.isolation.level' = 'read_committed', "
        + "'scan.startup.mode' = 'earliest-offset', 'properties.transaction.timeout.ms' = '300000', "
        + $"'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = '{topic}'{options})";

    public async Task<string> Start(string insert, IEnumerable<string> tables, params (string, string)[] options)
    {
        const string Interval = "execution.checkpointing.interval";
        var isSet = options.Any(option => option.Item1 == Interval);
        using var sql = await SqlClient.Open(jobs.SqlGateway, isSet ? options : [(Interval, "200ms"), .. options]);
        foreach (var table in tables)
        {
            await sql.Run(table);
        }

        return await sql.Start(insert);
    }

    /// <summary>A job that copies numbers from one topic to another, the first of them committed.</summary>
    public async Task<(string Job, string From, string To)> Copy(params (string, string)[] options)
    {
        var (from, to) = (await Client.Topic(), await Client.Topic());
        await Produce(from, Numbers(0, Copied));
        var job = await Start(
            "INSERT INTO o SELECT id FROM i",
            [Table("i", from, "id BIGINT"), Table("o", to, "id BIGINT")],
            options
        );
        await Deadline.Until(() => Committed(to).Count == Copied);
        return (job, from, to);
    }

    public static IEnumerable<string> Numbers(int from, int below) =>
        Enumerable.Range(from, below - from).Select(id => $$"""{"id":{{id}}}""");

    public async Task Produce(string topic, IEnumerable<string> records, int partition = 0)
    {
        using var producer = Client.Producer();
        await Task.WhenAll(
            records.Select(record =>
                producer.ProduceAsync(new TopicPartition(topic, partition), new() { Value = record })
            )
        );
    }

    public List<JsonElement> Committed(string topic) => Read(topic, IsolationLevel.ReadCommitted);

    public List<JsonElement> Read(string topic, IsolationLevel level) =>
        [
            .. Client
                .ReadAll(topic, with => (with.IsolationLevel, with.FetchWaitMaxMs) = (level, ShortWaitMs))
                .Select(record => JsonDocument.Parse(record.Message.Value).RootElement),
        ];

    public async Task<JsonElement> Get(string route) =>
        await _http.GetFromJsonAsync<JsonElement>($"{jobs.Flink}{route}");

    public async Task<string> State(string job) =>
        (await Get($"/jobs/{job}/status")).GetProperty("status").GetString()!;

    public async Task<double> Metric(string job, string name) =>
        double.Parse(
            (await Get($"/jobs/{job}/metrics?get={name}"))[0].GetProperty("value").GetString()!,
            System.Globalization.CultureInfo.InvariantCulture
        );

    /// <summary>The number of the newest checkpoint, completed or not.</summary>
    public async Task<long> NewestCheckpoint(string job) =>
        (await Get($"/jobs/{job}/checkpoints")).GetProperty("history") is var all && all.GetArrayLength() > 0
            ? all[0].GetProperty("id").GetInt64()
            : 0;

    public async Task<string> Exceptions(string job) => (await Get($"/jobs/{job}/exceptions")).GetRawText();

    public async Task<string> Savepoint(string job, string? folder, string trigger)
    {
        var body = new Dictionary<string, object> { ["cancel-job"] = false, ["triggerId"] = trigger };
        if (folder is not null)
        {
            body["target-directory"] = folder;
        }

        (await _http.PostAsJsonAsync($"{jobs.Flink}/jobs/{job}/savepoints", body)).EnsureSuccessStatusCode();
        return trigger;
    }

    /// <param name="drains">As if the input had ended: open windows are sent before.</param>
    public async Task<string> Stop(string job, string folder, string trigger, bool drains = false)
    {
        var body = new
        {
            targetDirectory = folder,
            drain = drains,
            triggerId = trigger,
        };
        (await _http.PostAsJsonAsync($"{jobs.Flink}/jobs/{job}/stop", body)).EnsureSuccessStatusCode();
        return trigger;
    }

    /// <summary>Where a savepoint lies, once it is there.</summary>
    public async Task<string> Location(string job, string trigger)
    {
        var done = await Deadline.For(async () =>
            (await Get($"/jobs/{job}/savepoints/{trigger}")).GetProperty("operation")
                is { ValueKind: JsonValueKind.Object } operation
                ? operation.ToString()
                : null
        );
        return JsonSerializer.Deserialize<JsonElement>(done).TryGetProperty("location", out var location)
            ? location.GetString()!
            : throw new InvalidOperationException($"The savepoint failed: {done}\n{await Exceptions(job)}");
    }

    /// <summary>Whatever is answered.</summary>
    public async Task Ask(HttpMethod method, string route)
    {
        using var request = new HttpRequestMessage(method, jobs.Flink + route);
        (await _http.SendAsync(request)).Dispose();
    }

    public async Task Cancel(string job)
    {
        await Ask(HttpMethod.Patch, $"/jobs/{job}?mode=cancel");
        await Deadline.Until(async () => await State(job) == "CANCELED");
    }

    /// <summary>Where a checkpoint of a job will lie.</summary>
    public string CheckpointFolder(string job, long id) =>
        Path.Combine(jobs.Data, "streams", "checkpoints", job, $"chk-{id}");
}
