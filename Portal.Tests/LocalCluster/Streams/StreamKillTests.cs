using System.Text.Json;
using Confluent.Kafka;
using Portal.Tests.Interop;
using Portal.Tests.Kit;
using Xunit.Abstractions;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>
/// kill -9 of the local cluster, brokers and jobs together, while three jobs write exactly-once: a filter, a window, a join. <c>PORTAL_LOTTERY=50</c> is
/// how many rounds; without it a few are enough.
/// </summary>
public sealed class StreamKillTests(ITestOutputHelper output)
{
    private const int Rounds = 3;
    private const int SecondsARound = 100;
    private const int Keys = 3;
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);
    private static readonly string[] Alive = ["CREATED", "INITIALIZING", "RUNNING", "RESTARTING"];

    [ClusterFact]
    public async Task Each_row_of_three_jobs_is_committed_once_though_the_cluster_is_killed_again_and_again()
    {
        var (longest, lottery) = (TimeSpan.Zero, new LotteryRounds(Rounds));
        await Under(
            lottery.GoesOn,
            async (cluster, jobs, ids) =>
            {
                var killed = TimeProvider.System.GetTimestamp();
                await cluster.Kill();
                await cluster.Up();
                await Deadline.Until(() => AllAreSaidToRun(jobs, ids), Soon);
                var unknown = TimeProvider.System.GetElapsedTime(killed);
                longest = unknown > longest ? unknown : longest;
            }
        );

        output.WriteLine($"longest without a job's state {longest.TotalSeconds:0.0} s");
    }

    /// <summary>Brokers, the jobs' records and their checkpoints lie on the same disk.</summary>
    [LongSmallDiskFact]
    public async Task Each_row_of_three_jobs_is_committed_once_though_the_disk_is_full_again_and_again()
    {
        using var disk = await SmallDisk.Of(megabytes: 96);
        await Under(
            round => round < 2,
            async (cluster, jobs, ids) =>
            {
                var failed = await jobs.Metric(ids[0], "numberOfFailedCheckpoints");
                disk.Fill();
                await Deadline.Until(async () => await jobs.Metric(ids[0], "numberOfFailedCheckpoints") > failed, Soon);
                disk.Free();
                cluster.LastWords.ShouldBeNull();
                await Deadline.Until(() => AllAreSaidToRun(jobs, ids), Soon);
            },
            $"DataDirectory={disk.Path}/data"
        );
    }

    /// <param name="goesOn">Whether there is another round after so many.</param>
    /// <param name="happens">In each round, while the jobs are at work.</param>
    private async Task Under(
        Func<int, bool> goesOn,
        Func<LocalKafkaProcess, StreamTopics, string[], Task> happens,
        params string[] options
    )
    {
        await using var cluster = await LocalKafkaProcess.Start(1, options);
        using var jobs = new StreamTopics(cluster, cluster);
        var from = await jobs.Client.Topic(2);
        string[] sinks = [await jobs.Client.Topic(), await jobs.Client.Topic(), await jobs.Client.Topic()];
        string[] ids =
        [
            await Start(jobs, from, sinks[0], "id STRING, n BIGINT", "INSERT INTO o SELECT id, n FROM i WHERE n >= 0"),
            await Start(
                jobs,
                from,
                sinks[1],
                "id STRING, start_at TIMESTAMP(3), n BIGINT",
                "INSERT INTO o SELECT id, window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE i, DESCRIPTOR(at), INTERVAL '10' SECOND)) GROUP BY id, window_start, window_end"
            ),
            await Start(
                jobs,
                from,
                sinks[2],
                "id STRING, n BIGINT",
                "INSERT INTO o SELECT a.id, b.n FROM i AS a JOIN i AS b ON a.id = b.id AND b.at BETWEEN a.at AND a.at + INTERVAL '0' SECOND"
            ),
        ];

        var (seconds, round) = (0, 0);
        for (; goesOn(round); round++)
        {
            var sink = sinks[round % sinks.Length];
            var before = jobs.Committed(sink).Count;
            seconds = Write(jobs.Client, from, seconds, seconds + SecondsARound);
            await Deadline.Until(() => jobs.Committed(sink).Count > before, Soon);
            await happens(cluster, jobs, ids);
        }

        // Further on it only moves the watermark of both partitions past the windows before it.
        Write(jobs.Client, from, seconds, seconds + 1);
        var rows = (seconds + 1) * Keys;
        var windows = seconds / 10 * Keys;
        foreach (var (sink, count) in sinks.Zip([rows, windows, rows]))
        {
            await Deadline.Until(() => jobs.Committed(sink).Count >= count, Soon);
        }

        output.WriteLine($"{round} rounds, {rows:N0} records");
        Once(jobs.Committed(sinks[0]), "n", rows);
        Once(jobs.Committed(sinks[2]), "n", rows);
        Once(jobs.Committed(sinks[1]), "start_at", windows);
        jobs.Committed(sinks[1]).ShouldAllBe(window => window.GetProperty("n").GetInt64() == 10);
    }

    private static Task<string> Start(StreamTopics jobs, string from, string to, string columns, string insert) =>
        jobs.Start(
            insert,
            [
                jobs.Table("i", from, "id STRING, n BIGINT, at TIMESTAMP(3), WATERMARK FOR at AS at"),
                jobs.Table("o", to, columns),
            ],
            ("parallelism.default", "2")
        );

    private static async Task<bool> AllAreSaidToRun(StreamTopics jobs, string[] ids)
    {
        var known = (await jobs.Get("/jobs/overview"))
            .GetProperty("jobs")
            .EnumerateArray()
            .ToDictionary(job => job.GetProperty("jid").GetString()!, job => job.GetProperty("state").GetString());
        return ids.All(id => Alive.Contains(known.GetValueOrDefault(id)));
    }

    private static void Once(List<JsonElement> rows, string number, int count)
    {
        rows.Count.ShouldBe(count);
        rows.Select(row => (row.GetProperty("id").GetString(), row.GetProperty(number).ToString()))
            .Distinct()
            .Count()
            .ShouldBe(count);
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
                var value = $$"""{"id":"k{{key}}","n":{{second}},"at":"{{at:yyyy-MM-dd HH:mm:ss}}"}""";
                producer.Produce(new TopicPartition(topic, (second + key) % 2), new() { Value = value });
            }
        }

        producer.Flush(TimeSpan.FromSeconds(30));
        return below;
    }
}
