using Portal.Kafka.Records;

namespace Portal.LocalCluster.Log;

/// <summary>What compaction goes by in one run over a log.</summary>
/// <param name="Latest">The latest offset of each key.</param>
/// <param name="LastBatches">By producer, where its last batch ends; -1 where it wrote nothing but a marker in its epoch.</param>
internal sealed record CleaningRun(
    LatestOffsets Latest,
    CleanedTransactions Transactions,
    IReadOnlyDictionary<long, (long LastOffset, short Epoch)> LastBatches,
    CompactionSettings Settings,
    long NowMs
);

/// <summary>What is left of a batch. The rules are those of Kafka's log cleaner.</summary>
internal static class BatchCleaning
{
    private const int MostUnpackedBytes = 64 * 1024 * 1024;

    /// <summary>The batch as it is, a smaller one, or null when nothing has to stay.</summary>
    /// <param name="isLastOfSegment">Then its offsets stay, as a batch without records: where a segment ends is read from its last batch.</param>
    public static ReadOnlyMemory<byte>? Clean(CleaningRun run, RecordBatch batch, bool isLastOfSegment)
    {
        var header = BatchHeader.Read(batch.Bytes.Span);
        var isDiscardable = run.Transactions.IsDiscardable(
            header,
            header is { IsControl: true, RecordCount: > 0 } && ControlBatch.IsCommit(batch.Bytes)
        );
        var isGone =
            isDiscardable && (!batch.IsControl || (batch.DeleteHorizonMs is { } horizon && run.NowMs >= horizon));
        var kept = isGone || batch.Count == 0 ? Kept.None : Choose(run, batch);
        if (kept is null)
        {
            return batch.Bytes;
        }

        if (kept.Count == 0)
        {
            // Not a conditional of byte[] and null: that would be a batch without bytes.
            ReadOnlyMemory<byte>? none = null;
            return isLastOfSegment || IsLastOfProducer(run, header) ? RecordBatchFilter.Empty(batch) : none;
        }

        var isDated = batch.DeleteHorizonMs is not null || !(kept.HasTombstones || (batch.IsControl && isDiscardable));
        long? dated = isDated ? null : run.NowMs + (long)run.Settings.TombstoneRetention.TotalMilliseconds;
        return kept.Count == batch.Count && isDated
            ? batch.Bytes
            : RecordBatchFilter.Keep(batch, kept.Contains, dated, MostUnpackedBytes) ?? batch.Bytes;
    }

    /// <summary>Counts in the keys of a batch. False when there was no room for all of them.</summary>
    public static bool Count(CleaningRun run, RecordBatch batch, long from)
    {
        var header = BatchHeader.Read(batch.Bytes.Span);
        var isCommit = header is { IsControl: true, RecordCount: > 0 } && ControlBatch.IsCommit(batch.Bytes);
        if (!run.Transactions.IsDiscardable(header, isCommit) && !header.IsControl)
        {
            var search = RecordBatchReader.Keys(
                batch,
                MostUnpackedBytes,
                each => each.Record.Offset >= from && !run.Latest.Add(each.Key, each.Record.Offset)
            );
            if (search is RecordSearch.Found)
            {
                return false;
            }
        }

        run.Latest.Passed(header.LastOffset + 1);
        return true;
    }

    /// <summary>The records that stay; null where they can't be read, and then all of them stay.</summary>
    private static Kept? Choose(CleaningRun run, RecordBatch batch)
    {
        var kept = new Kept();
        if (batch.IsControl)
        {
            kept.Add(stays: true, isTombstone: false);
            return kept;
        }

        var search = RecordBatchReader.Keys(
            batch,
            MostUnpackedBytes,
            each =>
            {
                kept.Add(Stays(run, batch, each), !each.HasValue);
                return false;
            }
        );
        return search is RecordSearch.NotThere ? kept : null;
    }

    private static bool Stays(CleaningRun run, RecordBatch batch, RecordKey record)
    {
        if (record.Record.Offset >= run.Latest.End)
        {
            return true;
        }

        return record.Key is { } key
            && run.Latest.IsLatest(key, record.Record.Offset)
            && (record.HasValue || batch.DeleteHorizonMs is not { } horizon || run.NowMs < horizon);
    }

    // Its last numbers tell a repeat from what is new, its last marker a producer's epoch.
    private static bool IsLastOfProducer(CleaningRun run, BatchHeader batch) =>
        batch.ProducerId >= 0
        && run.LastBatches.TryGetValue(batch.ProducerId, out var last)
        && (
            last.LastOffset >= 0
                ? batch.LastOffset == last.LastOffset
                : batch.IsControl && batch.ProducerEpoch == last.Epoch
        );

    private sealed class Kept
    {
        public static readonly Kept None = new();
        private readonly List<bool> _stays = [];

        public int Count { get; private set; }
        public bool HasTombstones { get; private set; }

        public void Add(bool stays, bool isTombstone)
        {
            _stays.Add(stays);
            Count += stays ? 1 : 0;
            HasTombstones |= stays && isTombstone;
        }

        public bool Contains(int number) => _stays[number];
    }
}
