using Portal.Core.Health.Readings;

namespace Portal.Workers.Collecting;

/// <summary>Which cycles are kept for a week, and what of them: one in five minutes, of the columns that charts draw.</summary>
internal sealed class CoarseHistory
{
    // The end, and whether it was answered: they come first, and a chart of lag or rate needs no other.
    private const int TopicColumns = (int)TopicColumn.Answered + 1;
    private static readonly int _allOfATopic = Enum.GetValues<TopicColumn>().Length;
    private Dictionary<int, Frame> _newest = [];

    /// <summary>The newest cycle that was kept; null: none yet.</summary>
    public DateTimeOffset? At { get; set; }

    public bool IsDue(DateTimeOffset cycle) => At is not { } last || last > cycle || Slot(last) != Slot(cycle);

    /// <summary>The next frame of each chunk stands alone.</summary>
    public void StandAlone() => _newest.Clear();

    /// <summary>Packs a cycle that is due, each chunk against its frame five minutes ago. Called once for each: the caller stores what it gets, or throws the state away.</summary>
    public IReadOnlyList<PackedFrame> Take(IReadOnlyList<(int Chunk, Frame Frame)> frames, DateTimeOffset cycle)
    {
        var packed = new List<PackedFrame>(frames.Count);
        // A chunk that isn't in this cycle has nobody left.
        var newest = new Dictionary<int, Frame>(frames.Count);
        foreach (var (chunk, whole) in frames)
        {
            // Of groups all is drawn.
            var drawn = whole.Columns.Length == _allOfATopic ? whole.Columns[..TopicColumns] : whole.Columns;
            var frame = new Frame(cycle, drawn);
            var before = _newest.GetValueOrDefault(chunk);
            var against = before is not null && ReadingHours.Of(before.At) == ReadingHours.Of(cycle) ? before : null;
            packed.Add(new PackedFrame(chunk, against?.At, frame.Pack(against)));
            newest[chunk] = frame;
        }

        (_newest, At) = (newest, cycle);
        return packed;
    }

    private static long Slot(DateTimeOffset at) => at.UtcTicks / ReadingTier.HistoryEvery.Ticks;
}
