namespace Portal.Core.Health.Readings;

/// <summary>
/// Gives each run of series its place in the packs: side by side, topics and groups in chunks of their own. A place is
/// never given twice. A chunk that is mostly deserted is left: its survivors are told to move.
/// </summary>
public sealed class SeriesPlaces
{
    private const int DesertedBelow = SeriesRun.ChunkSize / 4;
    private readonly Dictionary<int, ChunkFill> _chunks = [];
    private int _newest = -1;

    /// <summary>Takes in what the store has.</summary>
    public void Recall(SeriesRun run)
    {
        var chunk = Fill(run.Chunk, run.Group is not null);
        chunk.Used = Math.Max(chunk.Used, run.Slot + run.Count);
        chunk.Alive += run.GoneAt is null ? run.Count : 0;
        _newest = Math.Max(_newest, run.Chunk);
    }

    /// <summary>New places for partitions <paramref name="firstPartition"/> and up; several runs where a chunk ends in between.</summary>
    public IReadOnlyList<SeriesRun> Give(
        long incarnation,
        string? group,
        int firstPartition,
        int count,
        DateTimeOffset at
    )
    {
        var runs = new List<SeriesRun>();
        while (count > 0)
        {
            var (number, chunk) = Open(group is not null);
            var fits = Math.Min(count, SeriesRun.ChunkSize - chunk.Used);
            runs.Add(new SeriesRun(number, chunk.Used, fits, incarnation, firstPartition, group, at));
            chunk.Used += fits;
            chunk.Alive += fits;
            firstPartition += fits;
            count -= fits;
        }

        return runs;
    }

    public void End(SeriesRun run) => _chunks[run.Chunk].Alive -= run.Count;

    /// <summary>Whether a run should get a new place because hardly anything else lives in its chunk.</summary>
    public bool IsDeserted(SeriesRun run) => _chunks[run.Chunk] is { IsFull: true, Alive: < DesertedBelow };

    private (int Number, ChunkFill Chunk) Open(bool ofGroups)
    {
        foreach (var (number, chunk) in _chunks)
        {
            if (chunk.OfGroups == ofGroups && !chunk.IsFull)
            {
                return (number, chunk);
            }
        }

        return (++_newest, Fill(_newest, ofGroups));
    }

    private ChunkFill Fill(int number, bool ofGroups)
    {
        if (!_chunks.TryGetValue(number, out var chunk))
        {
            _chunks[number] = chunk = new ChunkFill(ofGroups);
        }

        return chunk;
    }

    private sealed class ChunkFill(bool ofGroups)
    {
        public bool OfGroups => ofGroups;
        public int Used { get; set; }
        public int Alive { get; set; }
        public bool IsFull => Used == SeriesRun.ChunkSize;
    }
}
