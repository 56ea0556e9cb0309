using System.Collections.Immutable;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;
using Portal.LocalCluster.Log;
using Portal.LocalCluster.Topics;
using Portal.LocalCluster.Transactions;

namespace Portal.Tests.LocalCluster;

/// <summary>A coordinator with its logs and groups over a folder; each is a start after a kill.</summary>
internal sealed class TransactionWorld : IDisposable
{
    public const string Id = "id";
    public const string Group = "group";

    private static readonly ImmutableSortedDictionary<string, string> NoConfigs = ImmutableSortedDictionary<
        string,
        string
    >.Empty;
    private static readonly Guid Orders = new("11111111-1111-1111-1111-111111111111");

    private readonly OpenFiles _files = new(capacity: 16);
    private readonly Controller _controller;
    private readonly TransactionJournal _journal;

    public TransactionWorld(string folder, TimeProvider time)
    {
        _controller = Controller.Open(folder, brokers: 1);
        if (_controller.State.Find(Orders) is null)
        {
            _controller.Decide(_ =>
                [
                    new ClusterEvent.TopicCreated(
                        "orders",
                        Orders,
                        [
                            [1],
                            [1],
                        ],
                        NoConfigs
                    ),
                ]
            );
        }

        Logs = new Logs(folder, _files, () => _controller.State);
        Offsets = new OffsetStore(folder);
        _journal = new TransactionJournal(folder);
        var markers = new TransactionMarkers(_controller, Logs, Offsets, time);
        Transactions = new TransactionCoordinator(_journal, markers, new ProducerIds(_controller), time);
    }

    public static PartitionOf[] Partitions { get; } = [new(Orders, 0), new(Orders, 1)];

    public Logs Logs { get; }
    public OffsetStore Offsets { get; }
    public TransactionCoordinator Transactions { get; }
    public Transaction Transaction => Transactions.Find(Id)!;

    public PartitionLog Log(int partition) => Logs.Find(Orders, partition)!;

    /// <summary>Begins a transaction and writes two records to each partition, and an offset.</summary>
    public ProducerIdAndEpoch Begin(int sequence = 0)
    {
        var given = Transactions.Initialize(Id, 60_000, expected: null);
        var producer = new ProducerIdAndEpoch(given.ProducerId, given.ProducerEpoch);
        Transaction.Add(producer.Id, producer.Epoch, Partitions, [Group]).ShouldBe(ErrorCode.None);
        foreach (var partition in Partitions)
        {
            var batch = Batches.Of(2, producer: new(producer.Id, producer.Epoch, sequence, IsTransactional: true));
            Transactions
                .Write(Id, producer, partition, adds: false, () => LogFolder.Append(Log(partition.Number), batch))
                .ShouldBe(ErrorCode.None);
        }

        var offset = new CommittedOffset(Partitions[0], 5, -1, "", 0);
        Offsets.Record(new OffsetEvent.Pending(Group, producer.Id, [offset]));
        return producer;
    }

    public void Dispose()
    {
        _journal.Dispose();
        Offsets.Dispose();
        _controller.Dispose();
        _files.Dispose();
    }
}
