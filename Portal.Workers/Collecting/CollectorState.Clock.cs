using Portal.Core.Health.Readings;

namespace Portal.Workers.Collecting;

// What of the collector's state goes by its machine's clock.
internal sealed partial class CollectorState
{
    // Of the newest cycle taken in, or stored by whoever collected before.
    private DateTimeOffset? _at;

    /// <summary>How far apart cycles are.</summary>
    public TimeSpan Interval => limits.Poll;

    /// <summary>Null: none is stored yet.</summary>
    public StoredCycles? Cycles { get; private set; }

    /// <summary>Takes over which cycles whoever collected before has stored.</summary>
    public void Recall(StoredCycles stored) => (Cycles, _at) = (stored, stored.At);

    /// <summary>Notes a cycle that was stored: a chunk that isn't in it has nobody left.</summary>
    public void NoteStored(DateTimeOffset at, IReadOnlyList<(int Chunk, Frame Frame)> frames)
    {
        Stored.Clear();
        foreach (var (chunk, frame) in frames)
        {
            Stored[chunk] = frame;
        }

        Cycles = Cycles?.With(at) ?? new StoredCycles(at, at);
    }

    // One interval has passed since the cycle before, whatever the clock shows.
    private void GoOn(DateTimeOffset at)
    {
        if (_at is { } before && before > at)
        {
            SetBack(before - at + limits.Poll);
        }

        _at = at;
    }

    private void SetBack(TimeSpan by)
    {
        (ReadAt, SettingsAt, MembersAt) = (ReadAt - by, SettingsAt - by, MembersAt - by);
        LongestTransactionAt -= by;
        foreach (var topic in Topics.Values)
        {
            topic.Partitions.ForEach(partition => partition.SetBack(by));
        }

        foreach (var group in Groups.Values)
        {
            group.SetBack(by);
        }
    }
}
