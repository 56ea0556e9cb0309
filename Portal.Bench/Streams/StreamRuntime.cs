using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Confluent.Kafka;
using Portal.Bench.Running;

namespace Portal.Bench.Streams;

/// <summary>What runs SQL behind a SQL Gateway and Flink's REST API: ours or the real one.</summary>
/// <param name="processes">All that its memory lies in.</param>
internal sealed class StreamRuntime(string name, string rest, string gateway, Func<IReadOnlyList<int>> processes)
    : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private readonly HttpClient _http = new();

    public async Task<StreamFigures> Run(StreamQuery query, string bootstrap, string turn, CancellationToken stop)
    {
        var to = $"bench-{name}-{query.Name.Replace(' ', '-')}-{turn}";
        await StreamData.Create(bootstrap, [to]);
        var session = await Post($"{gateway}/v3/sessions", new { }, "sessionHandle", stop);
        await Statement(session, $"SET 'parallelism.default' = '{StreamData.Partitions}'", stop);
        foreach (var table in StreamQueries.Tables(bootstrap, query, to))
        {
            await Statement(session, table, stop);
        }

        var watch = Stopwatch.StartNew();
        var started = await Statement(session, $"INSERT INTO results {query.Sql}", stop);
        var job = started.GetProperty("jobID").GetString()!;
        TimeSpan? first = null;
        using var sink = new SinkTopic(bootstrap, to);
        while (!await IsOver(job, stop))
        {
            first ??= sink.Rows > 0 ? watch.Elapsed : null;
            await Task.Delay(Glance, TimeProvider.System, stop);
        }

        var took = watch.Elapsed;
        return new(StreamData.Records / took.TotalSeconds, first ?? took, sink.Rows, Mebibytes());
    }

    public void Dispose() => _http.Dispose();

    private long Mebibytes() => EngineProcesses.Resident(processes()) / (1024 * 1024);

    private async Task<bool> IsOver(string job, CancellationToken stop)
    {
        using var answer = await _http.GetAsync(new Uri($"{rest}/jobs/{job}"), stop);
        if (!answer.IsSuccessStatusCode)
        {
            return false; // It isn't there yet.
        }

        var state = (await answer.Content.ReadFromJsonAsync<JsonElement>(stop)).GetProperty("state").GetString();
        return state switch
        {
            "FINISHED" => true,
            "FAILED" or "CANCELED" or "RESTARTING" => throw new InvalidOperationException(
                $"{name}: job {job} is {state}."
            ),
            _ => false,
        };
    }

    private async Task<JsonElement> Statement(string session, string statement, CancellationToken stop)
    {
        var at = $"{gateway}/v3/sessions/{session}";
        var operation = await Post($"{at}/statements", new { statement }, "operationHandle", stop);
        while (true)
        {
            using var answer = await _http.GetAsync(new Uri($"{at}/operations/{operation}/result/0"), stop);
            var result = await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
            if (!answer.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"{name}: {statement}\n{result}");
            }

            if (result.GetProperty("resultType").GetString() != "NOT_READY")
            {
                return result;
            }

            await Task.Delay(Glance, TimeProvider.System, stop);
        }
    }

    private async Task<string> Post(string url, object body, string handle, CancellationToken stop)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(url), body, stop);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(stop)).GetProperty(handle).GetString()!;
    }
}

/// <summary>A topic that is written, as far as it is.</summary>
internal sealed class SinkTopic(string bootstrap, string topic) : IDisposable
{
    private readonly IConsumer<Ignore, Ignore> _consumer = new ConsumerBuilder<Ignore, Ignore>(
        new ConsumerConfig { BootstrapServers = bootstrap, GroupId = "bench-sink" }
    ).Build();

    public long Rows =>
        Enumerable
            .Range(0, StreamData.Partitions)
            .Sum(partition =>
                _consumer
                    .QueryWatermarkOffsets(new TopicPartition(topic, partition), TimeSpan.FromSeconds(10))
                    .High.Value
            );

    public void Dispose() => _consumer.Dispose();
}
