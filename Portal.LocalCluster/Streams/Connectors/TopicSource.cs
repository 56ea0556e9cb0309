using Confluent.Kafka;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

/// <summary>
/// Reads a topic's partitions from where its state says. Offsets are committed to the group with each checkpoint for people to see; the state is
/// what counts.
/// </summary>
/// <param name="computed">Makes the table's columns of those that are read.</param>
/// <param name="watermark">Of a row of the table; null: the table has none.</param>
public sealed partial class TopicSource(
    TopicTable table,
    Func<object?[], object?[]>? computed,
    (Func<object?[], object?> Of, int Column)? watermark,
    TimeSpan idleAfter,
    TimeProvider time
) : Operator, ISource
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Between two turns a job is cancelled, checkpointed and sends its watermarks, whatever its rows cost it.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(100);
    private readonly SortedDictionary<int, SourcePartition> _partitions = [];
    private readonly RecordReader _reader = new(table);
    private bool _isRestored;
    private int _known;
    private long _lookedAt;
    private long _pending = -1;
    private Watermark _sent = new(Watermark.None, false);

    public string Topic => table.Topic;

    /// <summary>Records of its partitions that it has yet to read, as of a second ago; null: not measured yet.</summary>
    public long? Pending => Interlocked.Read(ref _pending) is >= 0 and var pending ? pending : null;

    /// <summary>Each partition of a bounded source was read to its end.</summary>
    public bool IsOver => table.IsBounded && _consumer is not null && _partitions.Values.All(p => p.IsOver);

    /// <summary>Rows are looked up in it: it is read to its end before other sources begin.</summary>
    public bool IsLookedUp { get; set; }

    public bool LeadsNow => IsLookedUp && !IsOver && _partitions.Values.Any(p => !p.WasAtEnd && !p.IsOver);

    public override string? Layout => $"offsets of {table.Topic}";

    /// <summary>Takes what is there, a turn's worth of it.</summary>
    /// <param name="wait">How long to wait when nothing is.</param>
    /// <returns>How many records.</returns>
    public int Poll(TimeSpan wait)
    {
        // Before it takes: what comes while it looks is read before the next watermark.
        if (table.DiscoversEvery is { } every && time.GetElapsedTime(_lookedAt) > every)
        {
            Look(isFirst: false);
        }

        var (taken, began, isLate) = (0, (long?)null, false);
        while (!isLate && taken < MostAtOnce && _consumer!.Consume(taken == 0 ? wait : TimeSpan.Zero) is { } read)
        {
            var partition = _partitions[read.Partition.Value];
            if (read.IsPartitionEOF)
            {
                partition.Reached(read.Offset.Value);
                continue;
            }

            // Also of what is only skipped there may be more and more.
            began ??= time.GetTimestamp();
            if (partition.IsPast(read.Offset.Value))
            {
                partition.Skip();
            }
            else
            {
                taken++;
                Take(partition, read);
                partition.Read(read.Offset.Value);
            }

            isLate = time.GetElapsedTime(began.Value) > LongestTurn;
        }

        return taken;
    }

    /// <summary>In milliseconds; <see cref="Watermark.None"/> before the first.</summary>
    public override long SentWatermark => _sent.Ms;

    /// <summary>Sends the watermark of all partitions, if it went on.</summary>
    public void EmitWatermark()
    {
        var merge = new WatermarkMerge(Math.Max(1, _partitions.Count));
        var i = 0;
        foreach (var partition in _partitions.Values)
        {
            var own = partition.Mark(time, idleAfter, hasWatermark: watermark is not null);
            // One that has ended holds nobody up, and doesn't speak for those that only rest.
            merge.Take(i++, partition.IsOver && !IsOver ? new(Watermark.None, IsIdle: true) : own);
        }

        // Without a partition of its own it holds nobody up.
        var mark = _partitions.Count > 0 ? merge.Merged : new(Watermark.None, IsIdle: true);
        // When all have become idle it stays where it was, as in Flink: the slowest of them may go on from there.
        var ms = mark.IsIdle ? _sent.Ms : Math.Max(_sent.Ms, mark.Ms);
        var merged = mark with { Ms = IsOver ? Watermark.Last : ms };
        if (merged != _sent)
        {
            _sent = merged;
            Forward(merged);
        }
    }

    public void Drain() => Forward(new(Watermark.Last, false));

    /// <summary>Shows people where it is; nothing depends on it.</summary>
    public void CommitOffsets()
    {
        if (!table.CommitsOffsets)
        {
            return;
        }

        try
        {
            _consumer!.Commit(
                _partitions
                    .Values.Where(p => p.Next >= 0)
                    .Select(p => new TopicPartitionOffset(table.Topic, p.Id, p.Next))
            );
        }
        catch (KafkaException)
        {
            // The next checkpoint commits again.
        }
    }

    protected override void Process(int input, Change change) => throw new NotSupportedException();
}
