namespace Portal.LocalCluster.Log;

/// <summary>Batches out of a log.</summary>
/// <param name="Aborted">Whose records in them are to be skipped; null for a reader that wants all.</param>
public readonly record struct LogRead(ReadOnlyMemory<byte> Records, AbortedTransaction[]? Aborted);

public sealed partial class PartitionLog
{
    /// <summary>
    /// Whole batches from the one that holds <paramref name="offset"/> on, up to <paramref name="mostBytes"/>; the first is given whole even if
    /// it is larger when <paramref name="atLeastOne"/>, so that a reader can always go on. Null when the offset isn't in the log.
    /// </summary>
    /// <param name="committed">Nothing that isn't decided (read_committed).</param>
    public LogRead? Read(long offset, int mostBytes, bool atLeastOne, bool committed, RentedBytes memory)
    {
        try
        {
            if (Find(offset, committed, out var aborted) is not { } found)
            {
                return null;
            }

            using var file = found.File;
            var records = ReadFrom(found, offset, mostBytes, atLeastOne, memory, out var next);
            return new LogRead(
                records,
                aborted is [] or null ? aborted : [.. aborted.Where(each => each.FirstOffset < next)]
            );
        }
        catch (IOException gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // Retention, or the topic's deletion, was faster.
            return null;
        }
    }

    // The file is lent under the lock: compaction may put another one under its name, in which the place is a different one.
    private Span? Find(long offset, bool committed, out AbortedTransaction[]? aborted)
    {
        lock (_gate)
        {
            aborted = null;
            if (offset < StartOffsetNow || offset > EndOffsetNow)
            {
                return null;
            }

            var below = committed ? LastStableOffsetNow : EndOffsetNow;
            aborted = committed ? _producers.Transactions.Aborted(offset, below) : null;
            if (offset >= below)
            {
                return default(Span);
            }

            var segment = SegmentOf(offset);
            var from = segment.Index.LastWhere(entry => segment.BaseOffset + entry.RelativeOffset <= offset);
            return new Span(_files.Lend(segment.Path), from.Position, segment.Length, below);
        }
    }

    /// <summary>
    /// About how many bytes could be read from the offset on; at most an index interval too many, and for who reads only what is
    /// committed, what follows that too.
    /// </summary>
    public long Available(long offset, bool committed)
    {
        lock (_gate)
        {
            var below = committed ? LastStableOffsetNow : EndOffsetNow;
            if (offset < 0 || offset >= below || _segments.Count == 0 || offset < StartOffsetNow)
            {
                return 0;
            }

            var segment = SegmentOf(offset);
            var from = segment.Index.LastWhere(entry => segment.BaseOffset + entry.RelativeOffset <= offset);
            var later = _segments
                .Where(other => other.BaseOffset > segment.BaseOffset)
                .Sum(other => (long)other.Length);
            return segment.Length - from.Position + later;
        }
    }

    private Segment SegmentOf(long offset)
    {
        var (low, high) = (0, _segments.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _segments[middle].BaseOffset <= offset ? (middle, high) : (low, middle - 1);
        }

        return _segments[low];
    }

    private ReadOnlyMemory<byte> ReadFrom(
        Span span,
        long offset,
        int mostBytes,
        bool atLeastOne,
        RentedBytes memory,
        out long next
    )
    {
        next = offset;
        foreach (var batch in SegmentScan.Batches(span.File, span.From, span.End))
        {
            if (batch.Header.BaseOffset >= span.Below)
            {
                break;
            }

            if (batch.Header.LastOffset >= offset)
            {
                var length = Math.Min(mostBytes, span.End - batch.Position);
                length = atLeastOne ? Math.Max(length, batch.Header.TotalLength) : length;
                var bytes = memory.Rent(length);
                RandomAccess.Read(span.File.Handle, bytes.Span, batch.Position);
                return bytes[..SegmentScan.WholeBatches(bytes.Span, span.Below, out next)];
            }
        }

        return ReadOnlyMemory<byte>.Empty;
    }

    private readonly record struct Span(OpenFiles.Lease File, int From, int End, long Below);
}
