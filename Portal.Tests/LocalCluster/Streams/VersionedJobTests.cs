using System.Text.Json;
using Confluent.Kafka;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>OVER, temporal and lookup joins as exactly-once jobs, with the local cluster killed again and again.</summary>
public sealed class VersionedJobTests
{
    private const int Rounds = 3;
    private const int Seconds = 40;
    private static readonly string[] Keys = ["a", "b", "c"];

    [ClusterFact]
    public async Task Each_row_is_counted_and_joined_once_with_what_held_at_its_time()
    {
        await using var cluster = await LocalKafkaProcess.Start(brokers: 1);
        using var client = new Client(cluster.Bootstrap);
        foreach (var topic in (string[])["orders", "rates", "counted", "rated", "looked"])
        {
            await client.Create(topic, 1, 1);
        }

        // What rows are looked up in is there before they come, and is another one in the next round.
        await Write(client, "rates", Enumerable.Range(0, Seconds), Rate);
        using (var sql = await SqlClient.Open(cluster.SqlGateway, ("execution.checkpointing.interval", "200ms")))
        {
            foreach (var table in Tables(cluster.Bootstrap))
            {
                await sql.Run(table);
            }

            await sql.Start(
                "INSERT INTO counted SELECT id, CAST(COUNT(*) OVER (PARTITION BY k ORDER BY at ROWS BETWEEN 4 PRECEDING AND CURRENT ROW) AS INT) FROM orders"
            );
            await sql.Start(
                "INSERT INTO rated SELECT o.id, r.rate FROM orders AS o JOIN rates FOR SYSTEM_TIME AS OF o.at AS r ON o.k = r.k"
            );
            await sql.Start(
                "INSERT INTO looked SELECT o.id, r.rate FROM orders AS o LEFT JOIN rates FOR SYSTEM_TIME AS OF o.seen AS r ON o.k = r.k"
            );
        }

        for (var round = 1; round <= Rounds; round++)
        {
            var seconds = Enumerable.Range((round - 1) * Seconds, Seconds).ToList();
            await Write(client, "orders", seconds, Order);
            await Deadline.Until(() => Read(client, "looked").Count == round * Seconds * Keys.Length);
            await Write(client, "rates", seconds.Select(second => second + Seconds), Rate);
            await cluster.Kill();
            await cluster.Up();
        }

        // The last second only moves the watermark past those before it.
        await Write(client, "orders", [Rounds * Seconds], Order);
        const int All = Rounds * Seconds * 3;
        await Deadline.Until(() => Read(client, "rated").Count >= All && Read(client, "counted").Count >= All);

        var expected = Enumerable.Range(0, All).ToList();
        Read(client, "counted").ShouldBe(expected.Select(id => (id, Math.Min((id / 3) + 1, 5))));
        // A rate holds for two seconds.
        Read(client, "rated").ShouldBe(expected.Select(id => (id, id / 3 / 2 * 2)));
        Read(client, "looked").Take(All).Select(row => row.Id).ShouldBe(expected);
        Read(client, "looked")
            .Take(All)
            .ShouldAllBe(row =>
                row.Value >= Seconds - 2 && row.Value % 2 == 0 && row.Value >= (row.Id / 3 / 2 * 2) - 2
            );
    }

    private static (string? Key, string Value) Order(int second, int key) =>
        (null, $$"""{"id":{{(second * 3) + key}},"k":"{{Keys[key]}}","at":"{{At(second)}}"}""");

    private static (string? Key, string Value) Rate(int second, int key) =>
        (Keys[key], $$"""{"k":"{{Keys[key]}}","rate":{{second / 2 * 2}},"at":"{{At(second / 2 * 2)}}"}""");

    private static string At(int second) => $"{DateTime.UnixEpoch.AddSeconds(second + 1_000_000):yyyy-MM-dd HH:mm:ss}";

    private static async Task Write(
        Client client,
        string topic,
        IEnumerable<int> seconds,
        Func<int, int, (string?, string)> record
    )
    {
        using var producer = client.Producer();
        foreach (var second in seconds)
        {
            foreach (var key in Enumerable.Range(0, Keys.Length))
            {
                var (name, value) = record(second, key);
                await producer.ProduceAsync(topic, new() { Key = name!, Value = value });
            }
        }
    }

    private static List<(int Id, int Value)> Read(Client client, string topic) =>
        [
            .. client
                .ReadAll(topic, with => with.IsolationLevel = IsolationLevel.ReadCommitted)
                .Select(record => JsonDocument.Parse(record.Message.Value).RootElement)
                .Select(row => (row.GetProperty("id").GetInt32(), row.GetProperty("v").GetInt32()))
                .Order(),
        ];

    private static IEnumerable<string> Tables(string bootstrap)
    {
        var kafka = $"'properties.bootstrap.servers' = '{bootstrap}', 'properties.isolation.level' = 'read_committed'";
        yield return "CREATE TABLE orders (id INT, k STRING, at TIMESTAMP(3), seen AS PROCTIME(), WATERMARK FOR at AS at - INTERVAL '1' SECOND) "
            + $"WITH ('connector' = 'kafka', 'topic' = 'orders', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset', {kafka})";
        // Rates of one moment come one after the other: the first must not say that all of them are there.
        yield return "CREATE TABLE rates (k STRING, rate INT, at TIMESTAMP(3), WATERMARK FOR at AS at - INTERVAL '1' SECOND, PRIMARY KEY (k) NOT ENFORCED) "
            + $"WITH ('connector' = 'upsert-kafka', 'topic' = 'rates', 'key.format' = 'raw', 'value.format' = 'json', {kafka})";
        foreach (var to in (string[])["counted", "rated", "looked"])
        {
            yield return $"CREATE TABLE {to} (id INT, v INT) WITH ('connector' = 'kafka', 'topic' = '{to}', 'format' = 'json', "
                + $"'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = '{to}', 'properties.transaction.timeout.ms' = '60000', {kafka})";
        }
    }
}
