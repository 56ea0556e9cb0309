using Portal.Kafka.Records;

namespace Portal.LocalCluster.Log;

/// <summary>Reads closed segments batch by batch: for their keys, and to write what is left of them into one new segment.</summary>
internal sealed class SegmentCleaner(OpenFiles files, string directory, CleaningRun run, CancellationToken stop)
{
    /// <summary>Segments that together fit into one, from the oldest on.</summary>
    public static IEnumerable<List<Segment>> Groups(IEnumerable<Segment> segments, int mostBytes)
    {
        var group = new List<Segment>();
        foreach (var segment in segments)
        {
            var bytes = group.Sum(each => (long)each.Length) + segment.Length;
            if (group.Count > 0 && (bytes > mostBytes || segment.NextOffset - group[0].BaseOffset > int.MaxValue))
            {
                yield return group;
                group = [];
            }

            group.Add(segment);
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    /// <summary>Counts in the keys from an offset on. Ends early where there is no room for more.</summary>
    public void Count(IEnumerable<Segment> segments, long from)
    {
        foreach (var segment in segments)
        {
            using var file = files.Lend(segment.Path);
            foreach (var place in SegmentScan.Batches(file, 0, segment.Length))
            {
                if (place.Header.LastOffset >= from && !BatchCleaning.Count(run, Batch(file, place), from))
                {
                    return;
                }
            }
        }
    }

    /// <summary>The segment that may stand for these; null when nothing would change.</summary>
    /// <exception cref="InvalidDataException">A batch isn't what was written.</exception>
    public Segment? Clean(List<Segment> group)
    {
        var cleaned = new Segment(files, directory, group[0].BaseOffset, CleanedFiles.Unfinished);
        try
        {
            // One that an earlier run broke off.
            cleaned.Delete();
            cleaned.Create();
            if (Write(group, cleaned))
            {
                var checkpoint = cleaned.PrepareSync();
                cleaned.FlushToDisk();
                cleaned.Synced(checkpoint);
                return cleaned;
            }

            cleaned.Delete();
            return null;
        }
        catch
        {
            cleaned.Delete();
            throw;
        }
    }

    /// <summary>Whether anything is different.</summary>
    private bool Write(List<Segment> group, Segment cleaned)
    {
        var isChanged = group.Count > 1;
        foreach (var segment in group)
        {
            using var file = files.Lend(segment.Path);
            foreach (var place in SegmentScan.Batches(file, 0, segment.Length))
            {
                var isLast = segment == group[^1] && place.End == segment.Length;
                var batch = Batch(file, place);
                var left = BatchCleaning.Clean(run, batch, isLast);
                isChanged |= left is not { } same || !same.Equals(batch.Bytes);
                if (left is { } bytes)
                {
                    cleaned.Append(bytes.Span, BatchHeader.Read(bytes.Span));
                }
            }
        }

        return isChanged;
    }

    private RecordBatch Batch(OpenFiles.Lease file, BatchPlace place)
    {
        stop.ThrowIfCancellationRequested();
        ReadOnlyMemory<byte> rest = SegmentScan.Bytes(file, place);
        return RecordBatch.TryTake(ref rest, out var batch) && batch.CrcHolds
            ? batch
            : throw new InvalidDataException(
                $"The batch at offset {place.Header.BaseOffset} in {directory} is damaged; its partition isn't compacted."
            );
    }
}
