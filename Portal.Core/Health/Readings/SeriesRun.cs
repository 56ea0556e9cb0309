using Portal.Core.Resources;

namespace Portal.Core.Health.Readings;

/// <summary>Where a topic's partitions, or a group's places on them, lie in the packs.</summary>
/// <param name="Group">Null: the topic's own partitions.</param>
public sealed record SeriesRun(
    int Chunk,
    int Slot,
    int Count,
    long Incarnation,
    int FirstPartition,
    string? Group,
    DateTimeOffset Since,
    DateTimeOffset? GoneAt = null
)
{
    /// <summary>Series in a chunk: enough that a cycle is a handful of rows, few enough that rows lie dense in their pages and one group's hour unpacks in milliseconds.</summary>
    public const int ChunkSize = 512;

    private readonly SlimNumber _since = SlimNumber.Of(Since);
    private readonly SlimNumber _goneAt = SlimNumber.Of(GoneAt);

    public DateTimeOffset Since
    {
        get => _since.Moment.GetValueOrDefault();
        init => _since = SlimNumber.Of(value);
    }

    public DateTimeOffset? GoneAt
    {
        get => _goneAt.Moment;
        init => _goneAt = SlimNumber.Of(value);
    }

    public int SlotOf(int partition) => Slot + partition - FirstPartition;

    public bool Holds(int partition) => partition >= FirstPartition && partition < FirstPartition + Count;
}
