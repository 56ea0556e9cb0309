using System.Collections.Concurrent;
using Confluent.Kafka;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

/// <summary>
/// kill -9 of the process at random, while producers commit and abort. <c>PORTAL_LOTTERY</c> is how long it goes on;
/// without it a few rounds are enough.
/// </summary>
public sealed class TransactionKillTests
{
    private const int Producers = 3;
    private const int Records = 20;
    private const int Rounds = 4;

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, byte> _committed = new();
    private readonly ConcurrentDictionary<string, byte> _aborted = new();

    [ClusterFact]
    public Task Kill_9_leaves_committed_transactions_whole_and_once_and_nothing_of_aborted_ones() =>
        Under(KillAgainAndAgain);

    [SmallDiskFact]
    public async Task Nor_does_a_disk_that_is_full_whether_killed_then_or_going_on_when_there_is_room()
    {
        using var disk = await SmallDisk.Of(megabytes: 96);
        await Under(cluster => FillAgainAndAgain(disk, cluster), $"DataDirectory={disk.Path}/data");
    }

    private async Task Under(Func<LocalKafkaProcess, Task> happens, params string[] options)
    {
        await using var cluster = await LocalKafkaProcess.Start(3, ["SyncInterval=00:00:00.200", .. options]);
        using var client = new Client(cluster.Bootstrap);
        var topic = Client.NewName("lottery");
        await client.Create(topic, 4, 3, ("segment.bytes", "1048576"));
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, Producers).Select(n => Produce(client, topic, n, stop.Token)).ToArray();

        await happens(cluster);
        await stop.CancelAsync();
        await Task.WhenAll(load);

        var read = client
            .ReadAll(topic, with => with.IsolationLevel = IsolationLevel.ReadCommitted)
            .Select(record => record.Message)
            .ToList();
        var counts = read.GroupBy(message => message.Key).ToDictionary(of => of.Key, of => of.Select(m => m.Value));
        counts.Values.ShouldAllBe(values => values.Count() == Records && values.Distinct().Count() == Records);
        _committed.Keys.Except(counts.Keys).ShouldBeEmpty();
        _aborted.Keys.Intersect(counts.Keys).ShouldBeEmpty();
        _committed.Count.ShouldBeGreaterThan(Rounds * Producers);
    }

    private async Task KillAgainAndAgain(LocalKafkaProcess cluster)
    {
        var random = new Random(20261122);
        var lottery = new LotteryRounds(Rounds);
        for (var round = 0; lottery.GoesOn(round); round++)
        {
            var enough = _committed.Count + random.Next(2, 20);
            await Deadline.Until(() => _committed.Count > enough, Soon);
            await cluster.Kill();
            await cluster.Up();
        }
    }

    private async Task FillAgainAndAgain(SmallDisk disk, LocalKafkaProcess cluster)
    {
        for (var round = 0; round < Rounds; round++)
        {
            await GoesOn();
            var refused = Refusals(cluster);
            disk.Fill();
            await Deadline.Until(() => Refusals(cluster) > refused, Soon);
            var isKilled = round % 2 == 1;
            if (isKilled)
            {
                await cluster.Kill();
            }

            disk.Free();
            if (isKilled)
            {
                await cluster.Up();
            }

            cluster.LastWords.ShouldBeNull();
        }

        await GoesOn();
    }

    private Task GoesOn()
    {
        var enough = _committed.Count + Records;
        return Deadline.Until(() => _committed.Count > enough, Soon);
    }

    private static int Refusals(LocalKafkaProcess cluster) => cluster.Log.Split("No space left on device").Length;

    /// <summary>One transaction after the other, every fourth aborted. What isn't known to be one or the other is neither.</summary>
    private Task Produce(Client client, string topic, int number, CancellationToken stop) =>
        Task.Run(
            () =>
            {
                IProducer<string, string>? producer = null;
                for (var sent = 0; !stop.IsCancellationRequested; sent++)
                {
                    try
                    {
                        producer ??= Transactional(client, $"lottery-{number}");
                        Send(producer, topic, $"{number}-{sent}", commit: sent % 4 != 3);
                    }
                    catch (KafkaException failed)
                    {
                        // As an application does: abort if that is allowed, else begin again as a new producer.
                        if (!failed.Error.IsFatal && TryAbort(producer))
                        {
                            continue;
                        }

                        producer?.Dispose();
                        producer = null;
                    }
                }

                producer?.Dispose();
            },
            CancellationToken.None
        );

    private void Send(IProducer<string, string> producer, string topic, string transaction, bool commit)
    {
        producer.BeginTransaction();
        for (var record = 0; record < Records; record++)
        {
            producer.Produce(new TopicPartition(topic, record % 4), new() { Key = transaction, Value = $"{record}" });
        }

        if (commit)
        {
            producer.CommitTransaction(Soon);
            _committed[transaction] = 0;
        }
        else
        {
            producer.Flush(Soon);
            producer.AbortTransaction(Soon);
            _aborted[transaction] = 0;
        }
    }

    private static bool TryAbort(IProducer<string, string>? producer)
    {
        try
        {
            producer?.AbortTransaction(Soon);
            return producer is not null;
        }
        catch (KafkaException)
        {
            return false;
        }
    }

    private static IProducer<string, string> Transactional(Client client, string id)
    {
        var producer = client.Producer(with =>
            (with.TransactionalId, with.MessageTimeoutMs, with.TransactionTimeoutMs) = (id, 60_000, 60_000)
        );
        try
        {
            producer.InitTransactions(Soon);
            return producer;
        }
        catch
        {
            producer.Dispose();
            throw;
        }
    }
}
