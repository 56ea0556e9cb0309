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
            segments => segments.FirstOrDefault(segment => segment.NewestTimestamp >= timestamp),
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
        Func<List<Segment>, Segment?> choose,
        Func<Segment, int> start,
        Func<BatchHeader, bool> inBatch,
        Func<RecordHead, bool> isRecord
    )
    {
        try
        {
            Span span;
            lock (_gate)
            {
                if (choose(_segments) is not { } segment)
                {
                    return null;
                }

                span = new Span(_files.Lend(segment.Path), start(segment), segment.Length, EndOffsetNow);
            }

            using var file = span.File;
            foreach (var batch in SegmentScan.Batches(file, span.From, span.End))
            {
                if (inBatch(batch.Header))
                {
                    return InBatch(file, batch, isRecord);
                }
            }
        }
        catch (IOException gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // Retention was faster.
        }

        return null;
    }

    private static TimedOffset InBatch(OpenFiles.Lease file, BatchPlace place, Func<RecordHead, bool> isRecord)
    {
        ReadOnlyMemory<byte> rest = SegmentScan.Bytes(file, place);
        return
            RecordBatch.TryTake(ref rest, out var batch)
            && RecordBatchReader.First(batch, MostUnpackedBytes, isRecord) is RecordSearch.Found { Record: var found }
            ? new TimedOffset(found.Offset, found.TimestampMs)
            : new TimedOffset(place.Header.BaseOffset, place.Header.BaseTimestamp);
    }
}
