using System.Text.Json;
using Confluent.Kafka;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>kill -9 of the local cluster, brokers and jobs together, while a windowed job writes exactly-once.</summary>
public sealed class StreamKillTests
{
    private const int Rounds = 3;
    private const int Seconds = 400;
    private const int Keys = 3;

    [Fact]
    public async Task Each_window_of_a_job_is_committed_once_though_the_cluster_is_killed_again_and_again()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        using var client = new Client(cluster.Bootstrap);
        var (from, to) = (Client.NewName("clicks"), Client.NewName("counts"));
        await client.Create(from, 2, 1);
        await client.Create(to, 1, 1);
        using (var sql = await SqlClient.Open(cluster.SqlGateway, ("execution.checkpointing.interval", "200ms")))
        {
            await sql.Run(Table(from, cluster.Bootstrap, "id STRING, at TIMESTAMP(3), WATERMARK FOR at AS at"));
            await sql.Run(Table(to, cluster.Bootstrap, "id STRING, start_at TIMESTAMP(3), n BIGINT"));
            await sql.Start(
                $"INSERT INTO `{to}` SELECT id, window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE `{from}`, DESCRIPTOR(at), INTERVAL '10' SECOND)) GROUP BY id, window_start, window_end"
            );
        }

        var written = 0;
        for (var round = 1; round <= Rounds; round++)
        {
            var before = Counts(client, to).Count;
            written = Write(client, from, written, Seconds * round / (Rounds + 1));
            await Deadline.Until(() => Counts(client, to).Count > before, TimeSpan.FromMinutes(1));
            await cluster.Kill();
            await cluster.Up();
        }

        // The last second only moves the watermark of both partitions past the windows before it.
        Write(client, from, written, Seconds + 1);

        await Deadline.Until(() => Counts(client, to).Count >= Seconds / 10 * Keys, TimeSpan.FromMinutes(1));
        var counts = Counts(client, to);
        counts.Count.ShouldBe(Seconds / 10 * Keys);
        counts.ShouldAllBe(c => c.N == 10);
        counts.Select(c => (c.Id, c.StartAt)).Distinct().Count().ShouldBe(counts.Count);
    }

    /// <summary>Each second one record of each key, in both partitions, in order of time.</summary>
    private static int Write(Client client, string topic, int first, int below)
    {
        using var producer = client.Producer();
        for (var second = first; second < below; second++)
        {
            for (var key = 0; key < Keys; key++)
            {
                var at = DateTime.UnixEpoch.AddSeconds(second);
                var value = $$"""{"id":"k{{key}}","at":"{{at:yyyy-MM-dd HH:mm:ss}}"}""";
                producer.Produce(new TopicPartition(topic, (second + key) % 2), new() { Value = value });
            }
        }

        producer.Flush(TimeSpan.FromSeconds(30));
        return below;
    }

    private static List<(string Id, string StartAt, long N)> Counts(Client client, string topic) =>
        [
            .. client
                .ReadAll(topic, with => with.IsolationLevel = IsolationLevel.ReadCommitted)
                .Select(record => JsonDocument.Parse(record.Message.Value).RootElement)
                .Select(row =>
                    (
                        row.GetProperty("id").GetString()!,
                        row.GetProperty("start_at").GetString()!,
                        row.GetProperty("n").GetInt64()
                    )
                ),
        ];

    private static string Table(string topic, string bootstrap, string columns) =>
        $"CREATE TABLE `{topic}` ({columns}) WITH ('connector' = 'kafka', 'topic' = '{topic}', 'format' = 'json', "
        + $"'properties.bootstrap.servers' = '{bootstrap}', 'properties.isolation.level' = 'read_committed', "
        + "'scan.startup.mode' = 'earliest-offset', 'properties.transaction.timeout.ms' = '60000', "
        + $"'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = '{topic}')";
}
