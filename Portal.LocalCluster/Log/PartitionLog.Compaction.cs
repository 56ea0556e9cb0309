namespace Portal.LocalCluster.Log;

/// <summary>What compaction did to a log.</summary>
/// <param name="End">What lies before was looked at.</param>
public readonly record struct Compacted(long BytesBefore, long BytesAfter, long End);

public sealed partial class PartitionLog
{
    /// <summary>
    /// Leaves of each key the latest record, where that is due. Readers and writers go on meanwhile. Null when nothing was due, or what
    /// was read was deleted before the end.
    /// </summary>
    /// <param name="mostKeys">How many keys are looked at in one go, which takes memory; what lies behind waits for the next time.</param>
    /// <exception cref="InvalidDataException">A batch isn't what was written.</exception>
    public Compacted? Compact(long nowUnixMilliseconds, int mostKeys, CancellationToken stop)
    {
        if (Settings.Compaction is not { } settings)
        {
            return null;
        }

        Sync();
        var work = Due(settings, nowUnixMilliseconds, mostKeys);
        if (work is not { } due)
        {
            return null;
        }

        try
        {
            return Compact(due, stop);
        }
        catch (IOException gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // Retention, or the topic's deletion, was faster.
            return null;
        }
    }

    private Compacted? Compact(DueCompaction due, CancellationToken stop)
    {
        new SegmentCleaner(_files, _directory, due.Counting, stop).Count(due.Segments, due.Range.FirstDirty);
        var end = due.Cleaning.Latest.End;
        var cleaner = new SegmentCleaner(_files, _directory, due.Cleaning, stop);
        var (before, after) = (0L, 0L);
        List<Segment> read = [.. due.Segments.Where(each => each.BaseOffset < end && each.Length > 0)];
        foreach (var group in SegmentCleaner.Groups(read, Settings.SegmentBytes))
        {
            if (cleaner.Clean(group) is { } cleaned)
            {
                before += group.Sum(each => (long)each.Length);
                after += cleaned.Length;
                if (!Replace(group, cleaned, due.Cleaning.Transactions.Emptied, end))
                {
                    return null;
                }
            }
        }

        lock (_gate)
        {
            Remember(_compacted with { FirstDirty = end });
        }

        return new Compacted(before, after, end);
    }

    private DueCompaction? Due(CompactionSettings settings, long now, int mostKeys)
    {
        lock (_gate)
        {
            var due = CompactionRange.Of(_segments, _compacted.FirstDirty, LastStableOffsetNow, settings, now);
            if (_deleted || due is not { } range)
            {
                return null;
            }

            AbortedTransaction[] Aborted(long from) => _producers.Transactions.Aborted(from, range.End);
            var latest = new LatestOffsets(mostKeys);
            var cleaning = new CleaningRun(
                latest,
                new CleanedTransactions(Aborted(0)),
                _producers.LastBatches,
                settings,
                now
            );
            return new DueCompaction(
                range,
                [.. _segments.Where(each => each.BaseOffset < range.End)],
                cleaning with
                {
                    Transactions = new CleanedTransactions(Aborted(range.FirstDirty)),
                },
                cleaning
            );
        }
    }

    private bool Replace(List<Segment> group, Segment cleaned, IReadOnlyCollection<long> emptied, long end)
    {
        lock (_gate)
        {
            _producers.ForgetEmptied(emptied);
        }

        Sync();
        lock (_gate)
        {
            var at = _segments.IndexOf(group[0]);
            if (_deleted || at < 0)
            {
                cleaned.Delete();
                return false;
            }

            Remember(_compacted with { Below = Math.Max(_compacted.Below, Math.Max(end, cleaned.NextOffset)) });
            CleanedFiles.Declare(_files, cleaned);
            CleanedFiles.Replace(_files, _directory, cleaned.BaseOffset, group);
            var replacing = new Segment(_files, _directory, cleaned.BaseOffset);
            using var file = _files.Lend(replacing.Path);
            replacing.Trust(file);
            _segments.RemoveRange(at, group.Count);
            _segments.Insert(at, replacing);
            return true;
        }
    }

    private void Remember(CompactionState state)
    {
        if (!_deleted && state != _compacted)
        {
            state.Write(_directory);
            _compacted = state;
        }
    }

    private sealed record DueCompaction(
        CompactionRange Range,
        List<Segment> Segments,
        CleaningRun Counting,
        CleaningRun Cleaning
    );
}
