namespace Portal.LocalCluster.Log;

public sealed partial class PartitionLog
{
    /// <summary>
    /// Whole batches from the one that holds <paramref name="offset"/> on, up to <paramref name="mostBytes"/>; the first is given whole even if
    /// it is larger when <paramref name="atLeastOne"/>, so that a reader can always go on. Null when the offset isn't in the log.
    /// </summary>
    public ReadOnlyMemory<byte>? Read(long offset, int mostBytes, bool atLeastOne, RentedBytes memory)
    {
        Span found;
        lock (_gate)
        {
            if (offset < (_segments.Count == 0 ? 0 : _segments[0].BaseOffset) || offset > EndOffsetNow)
            {
                return null;
            }

            if (offset == EndOffsetNow)
            {
                return ReadOnlyMemory<byte>.Empty;
            }

            var segment = SegmentOf(offset);
            var from = segment.Index.LastWhere(entry => segment.BaseOffset + entry.RelativeOffset <= offset);
            found = new Span(segment.Path, from.Position, segment.Length);
        }

        try
        {
            return ReadFrom(found, offset, mostBytes, atLeastOne, memory);
        }
        catch (IOException gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // Retention, or the topic's deletion, was faster.
            return null;
        }
    }

    /// <summary>About how many bytes could be read from the offset on; at most an index interval too many.</summary>
    public long Available(long offset)
    {
        lock (_gate)
        {
            if (offset < 0 || offset >= EndOffsetNow || _segments.Count == 0 || offset < _segments[0].BaseOffset)
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

    private ReadOnlyMemory<byte> ReadFrom(Span span, long offset, int mostBytes, bool atLeastOne, RentedBytes memory)
    {
        using var file = _files.Lend(span.Path);
        foreach (var batch in SegmentScan.Batches(file, span.From, span.End))
        {
            if (batch.Header.LastOffset >= offset)
            {
                var length = Math.Min(mostBytes, span.End - batch.Position);
                length = atLeastOne ? Math.Max(length, batch.Header.TotalLength) : length;
                var bytes = memory.Rent(length);
                RandomAccess.Read(file.Handle, bytes.Span, batch.Position);
                return bytes[..SegmentScan.WholeBatches(bytes.Span)];
            }
        }

        return ReadOnlyMemory<byte>.Empty;
    }

    private readonly record struct Span(string Path, int From, int End);
}
