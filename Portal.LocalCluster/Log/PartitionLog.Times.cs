using Portal.Kafka.Records;

namespace Portal.LocalCluster.Log;

/// <summary>A record's offset and its timestamp in Unix milliseconds.</summary>
public readonly record struct TimedOffset(long Offset, long Timestamp);

public sealed partial class PartitionLog
{
    private const int MostUnpackedBytes = 16 * 1024 * 1024;

    /// <summary>
    /// The first record with this timestamp or a later one; null when there is none. In a batch whose codec can't be unpacked here it is the
    /// batch's first record: a reader may get some that are older, none is left out.
    /// </summary>
    public TimedOffset? FirstAt(long timestamp) =>
        Search(
            segment => segment.NewestTimestamp >= timestamp,
            segment => segment.Index.LastWhere(entry => entry.NewestBefore < timestamp).Position,
            batch => batch.RecordCount > 0 && batch.MaxTimestamp >= timestamp,
            record => record.TimestampMs >= timestamp
        );

    /// <summary>The record with the largest timestamp, the first of them; null when there are no records.</summary>
    public TimedOffset? Newest()
    {
        long newest;
        lock (_gate)
        {
            newest = _segments.Count == 0 ? -1 : _segments.Max(segment => segment.NewestTimestamp);
        }

        return newest < 0 ? null : FirstAt(newest);
    }

    private TimedOffset? Search(
        Func<Segment, bool> inSegment,
        Func<Segment, int> start,
        Func<BatchHeader, bool> inBatch,
        Func<RecordHead, bool> isRecord
    )
    {
        // In the first segment it may be among what was deleted; then it is looked for in the next.
        for (long from = StartOffset; ; )
        {
            try
            {
                Span span;
                long next;
                lock (_gate)
                {
                    if (_segments.Find(each => each.NextOffset > from && inSegment(each)) is not { } segment)
                    {
                        return null;
                    }

                    span = new Span(_files.Lend(segment.Path), start(segment), segment.Length, EndOffsetNow);
                    next = segment.NextOffset;
                }

                using var file = span.File;
                foreach (var batch in SegmentScan.Batches(file, span.From, span.End))
                {
                    if (
                        batch.Header.LastOffset >= from
                        && inBatch(batch.Header)
                        && InBatch(file, batch, from, isRecord) is { } found
                    )
                    {
                        return found;
                    }
                }

                from = next;
            }
            catch (IOException gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                // Retention was faster.
                return null;
            }
        }
    }

    private static TimedOffset? InBatch(
        OpenFiles.Lease file,
        BatchPlace place,
        long from,
        Func<RecordHead, bool> isRecord
    )
    {
        ReadOnlyMemory<byte> rest = SegmentScan.Bytes(file, place);
        var header = new TimedOffset(Math.Max(place.Header.BaseOffset, from), place.Header.BaseTimestamp);
        return !RecordBatch.TryTake(ref rest, out var batch)
            ? header
            : RecordBatchReader.First(batch, MostUnpackedBytes, each => each.Offset >= from && isRecord(each)) switch
            {
                RecordSearch.Found { Record: var found } => new TimedOffset(found.Offset, found.TimestampMs),
                RecordSearch.NotThere when place.Header.BaseOffset < from => null,
                _ => header,
            };
    }
}
