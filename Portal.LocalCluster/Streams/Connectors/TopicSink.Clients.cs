using Confluent.Kafka;

namespace Portal.LocalCluster.Streams.Connectors;

public sealed partial class TopicSink
{
    // Of the subtasks of the snapshot that this one stands for: there may have been more.
    private readonly Dictionary<int, PendingTransaction?> _former = [];

    private string IdOf(int subtask) =>
        subtask == 0
            ? $"{table.TransactionalIdPrefix}-{ordinal}"
            : $"{table.TransactionalIdPrefix}-{ordinal}-{subtask}";

    /// <summary>What the snapshot's subtasks were to commit is committed. What others left open is aborted, where nobody takes their ids any more.</summary>
    private void EndFormer()
    {
        foreach (var (subtask, pending) in _former)
        {
            if (pending is not null)
            {
                admin.CommitIfPending(table, pending);
            }

            if (table.IsExactlyOnce && subtask >= Subtask.Count)
            {
                using var last = Producer(IdOf(subtask), new SignInRefusal());
                last.InitTransactions(Longest);
            }
        }

        _former.Clear();
    }

    private IProducer<byte[]?, byte[]?> Producer(string transactionalId, SignInRefusal refusal)
    {
        var settings = new ProducerConfig(table.Client(isProducer: true))
        {
            EnableIdempotence = true,
            Acks = Acks.All,
            Partitioner = Partitioner.Murmur2Random,
            TransactionalId = table.IsExactlyOnce ? transactionalId : null,
        };
        return new ProducerBuilder<byte[]?, byte[]?>(settings)
            .SetErrorHandler(
                (_, error) =>
                {
                    refusal.Take(error);
                    _failure = error.IsFatal ? error.Reason : _failure;
                }
            )
            .SetLogHandler(static (_, _) => { })
            .Build();
    }

    private int Partitions()
    {
        using var admin = new DependentAdminClientBuilder(_producer!.Handle).Build();
        var topic = admin.GetMetadata(table.Topic, Longest).Topics.FirstOrDefault(t => t.Topic == table.Topic);
        return Math.Max(1, topic?.Partitions.Count ?? 0);
    }
}
