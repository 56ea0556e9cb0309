using Confluent.Kafka;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

/// <summary>
/// Writes rows to a topic. Exactly-once: all that was written since the last checkpoint is one transaction. It is flushed and named in the
/// checkpoint, and committed once that is on the disk; after a crash in between, the checkpoint's transaction is committed first and whatever came
/// behind it is aborted, for it will be written again.
/// </summary>
/// <param name="ordinal">Tells this sink from others of the job with the same prefix.</param>
public sealed partial class TopicSink(TopicTable table, TransactionAdmin admin, int ordinal, TimeProvider time)
    : Operator,
        ISink
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private readonly RecordWriter _records = new(table);
    private TopicPartition _to = new(table.Topic, table.IsFixed ? 0 : Partition.Any);
    private readonly WaitTime _waits = new(time);
    private IProducer<byte[]?, byte[]?>? _producer;
    private PendingTransaction? _pending;
    private short? _epoch;
    private bool _isOpen;
    private volatile string? _failure;

    public TimeSpan Waited => _waits.Total;

    public string Topic => table.Topic;

    /// <summary>An update's former row is deleted, for the row that replaces it may not come. Otherwise that has the same key and is enough.</summary>
    public bool DeletesFormer { get; init; }

    private string TransactionalId => IdOf(Subtask.Index);

    public void Open()
    {
        EndFormer();
        var refusal = new SignInRefusal();
        _producer = Producer(TransactionalId, refusal);
        refusal.Look(table, _producer.Handle);
        if (table.IsFixed && Subtask.Index > 0)
        {
            _to = new(table.Topic, Subtask.Index % Partitions());
        }

        if (table.IsExactlyOnce)
        {
            _producer.InitTransactions(Longest);
            _epoch = admin.EpochOf(table, TransactionalId);
        }
    }

    /// <summary>Aborts what isn't committed, unless a checkpoint may be on the disk that counts on it: the next start sees which.</summary>
    public void Close()
    {
        try
        {
            if (_isOpen && table.IsExactlyOnce && _pending is null)
            {
                _producer!.AbortTransaction(Longest);
            }
        }
        catch (KafkaException)
        {
            // The next one that takes the transactional id aborts it, or its time limit does.
        }

        _producer?.Dispose();
    }

    public void Check() => ThrowFailure();

    /// <summary>Before a checkpoint is written: everything is with the brokers.</summary>
    public void Prepare(TimeSpan within)
    {
        var wait = within < Longest ? within : Longest;
        var left = 0;
        _waits.Of(() => left = _producer!.Flush(wait));
        ThrowFailure();
        if (left > 0)
        {
            throw new SqlDataException(
                $"The topic {table.Topic} did not take {left:N0} records within {wait.TotalSeconds:0.###}\u00A0s, the time that a checkpoint has."
            );
        }

        _pending = _isOpen && table.IsExactlyOnce ? Own(admin.Describe(table, TransactionalId)) : null;
    }

    public void Unprepare() => _pending = null;

    /// <summary>After the checkpoint is on the disk.</summary>
    public void Commit()
    {
        if (_isOpen && table.IsExactlyOnce)
        {
            _producer!.CommitTransaction(Longest);
        }

        (_isOpen, _pending) = (false, null);
    }

    protected override void Process(int input, Change change)
    {
        ThrowFailure();
        if (change.Kind == RowKind.UpdateBefore && !DeletesFormer)
        {
            return;
        }

        if (!_isOpen && table.IsExactlyOnce)
        {
            _producer!.BeginTransaction();
        }

        _isOpen = true;
        Send(_records.Of(change));
        Sent++;
    }
}
