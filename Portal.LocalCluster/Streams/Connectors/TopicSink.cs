using Confluent.Kafka;
using Portal.LocalCluster.Streams.Formats;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

/// <summary>
/// Writes rows to a topic. Exactly-once: all that was written since the last checkpoint is one transaction. It is flushed and named in the
/// checkpoint, and committed once that is on the disk; after a crash in between, the checkpoint's transaction is committed first and whatever came
/// behind it is aborted, for it will be written again.
/// </summary>
/// <param name="ordinal">Tells this sink from others of the job with the same prefix.</param>
public sealed partial class TopicSink(TopicTable table, TransactionAdmin admin, int ordinal) : Operator, ISink
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private const string LayoutOf = "transaction on ";
    private readonly RecordWriter _records = new(table);
    private IProducer<byte[]?, byte[]?>? _producer;
    private PendingTransaction? _pending;
    private short? _epoch;
    private bool _isOpen;
    private volatile string? _failure;

    public string Topic => table.Topic;

    public override string? Layout => table.IsExactlyOnce ? $"{LayoutOf}{table.Topic}" : null;

    public static bool IsOfTransaction(string layout) => layout.StartsWith(LayoutOf, StringComparison.Ordinal);

    private string TransactionalId => $"{table.TransactionalIdPrefix}-{ordinal}";

    public void Open()
    {
        if (_pending is not null)
        {
            admin.CommitIfPending(table, _pending);
            _pending = null;
        }

        var settings = new ProducerConfig(table.Client(isProducer: true))
        {
            EnableIdempotence = true,
            Acks = Acks.All,
            LingerMs = 5,
            QueueBufferingMaxKbytes = 65_536,
            Partitioner = Partitioner.Murmur2Random,
            TransactionalId = table.IsExactlyOnce ? TransactionalId : null,
        };
        var refusal = new SignInRefusal();
        _producer = new ProducerBuilder<byte[]?, byte[]?>(settings)
            .SetErrorHandler(
                (_, error) =>
                {
                    refusal.Take(error);
                    _failure = error.IsFatal ? error.Reason : _failure;
                }
            )
            .SetLogHandler(static (_, _) => { })
            .Build();
        refusal.Look(table, _producer.Handle);
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
        var left = _producer!.Flush(wait);
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

    public override void Save(StateWriter to) =>
        to.Row(_pending is { } t ? [t.TransactionalId, t.ProducerId, (long)t.ProducerEpoch, t.StartedMs] : []);

    public override void Restore(StateReader from) =>
        _pending = from.Row() is [string id, long producer, long epoch, long started]
            ? new(id, producer, (short)epoch, started)
            : null;

    protected override void Process(int input, Change change)
    {
        ThrowFailure();
        if (_records.Of(change) is not { } message)
        {
            return;
        }

        if (!_isOpen && table.IsExactlyOnce)
        {
            _producer!.BeginTransaction();
        }

        _isOpen = true;
        Send(message);
        Sent++;
    }
}
