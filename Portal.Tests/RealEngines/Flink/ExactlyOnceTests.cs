using System.Net.Http.Json;
using System.Text.Json;
using Confluent.Kafka;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.RealEngines.Flink;

/// <summary>Flink's own exactly-once sink, which commits a transaction with each checkpoint: the same on the local cluster and on Kafka.</summary>
public sealed class ExactlyOnceTests
{
    private const int Records = 40_000;

    [FullRunFact]
    public async Task Each_record_of_a_Flink_job_is_committed_once_though_job_and_cluster_are_killed()
    {
        await using var cluster = await LocalKafkaProcess.Start(brokers: 1);
        await Once(
            cluster.Bootstrap,
            async () =>
            {
                await cluster.Kill();
                await cluster.Up();
            }
        );
    }

    [FullRunFact]
    public async Task And_on_Kafka_itself_though_job_and_broker_are_killed()
    {
        await using var kafka = await RealKafka.Start();
        await Once(
            kafka.Bootstrap,
            async () =>
            {
                await kafka.Kill(1);
                await kafka.Respawn(1);
            }
        );
    }

    /// <param name="killed">The topics' cluster, while the job is at work again.</param>
    private static async Task Once(string bootstrap, Func<Task> killed)
    {
        await using var flink = await RealFlink.Start(slots: 4);
        using var client = new Client(bootstrap);
        var topic = await client.Topic(2);
        await Run(flink, Statements(bootstrap, topic));

        await Deadline.Until(() => Committed(client, topic).Count > Records / 10);
        await flink.Kill("taskmanager-1");
        await flink.Respawn("taskmanager-1");
        var before = Committed(client, topic).Count;
        await Deadline.Until(() => Committed(client, topic).Count > before, TimeSpan.FromMinutes(2));
        await killed();

        using var http = new HttpClient();
        await Deadline.Until(
            async () => (await http.GetStringAsync(new Uri($"{flink.Url}/jobs/overview"))).Contains("\"FINISHED\""),
            TimeSpan.FromMinutes(3)
        );
        Committed(client, topic).Order().ShouldBe(Enumerable.Range(1, Records));
    }

    private static string[] Statements(string bootstrap, string topic) =>
        [
            "SET 'execution.checkpointing.interval' = '1s'",
            "CREATE TABLE numbers (n INT) WITH ('connector' = 'datagen', 'rows-per-second' = '2000', "
                + $"'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '{Records}')",
            $"CREATE TABLE copies (n INT) WITH ('connector' = 'kafka', 'topic' = '{topic}', 'format' = 'csv', "
                + $"'properties.bootstrap.servers' = '{bootstrap}', 'properties.transaction.timeout.ms' = '60000', "
                + "'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'copies')",
            "INSERT INTO copies SELECT n FROM numbers",
        ];

    private static List<int> Committed(Client client, string topic) =>
        [
            .. client
                .ReadAll(topic, with => with.IsolationLevel = IsolationLevel.ReadCommitted)
                .Select(record => int.Parse(record.Message.Value)),
        ];

    /// <summary>One statement after the other, each when the one before is done.</summary>
    private static async Task Run(RealFlink flink, string[] statements)
    {
        using var http = new HttpClient();
        var session = await Post(http, $"{flink.Gateway}/v3/sessions", new { }, "sessionHandle");
        foreach (var statement in statements)
        {
            var statementsOf = $"{flink.Gateway}/v3/sessions/{session}";
            var operation = await Post(http, $"{statementsOf}/statements", new { statement }, "operationHandle");
            await Deadline.Until(async () =>
                (await http.GetFromJsonAsync<JsonElement>($"{statementsOf}/operations/{operation}/result/0"))
                    .GetProperty("resultType")
                    .GetString() != "NOT_READY"
            );
        }
    }

    private static async Task<string> Post(HttpClient http, string address, object body, string handle)
    {
        var answer = await http.PostAsJsonAsync(address, body);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty(handle).GetString()!;
    }
}
