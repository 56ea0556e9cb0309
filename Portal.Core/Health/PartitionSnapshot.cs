namespace Portal.Core.Health;

/// <summary>One partition. While it isn't answered, the figures are the last known ones and <see cref="Answered"/> is false.</summary>
/// <remarks>Small for the same reason as <see cref="GroupPartition"/>.</remarks>
public sealed record PartitionSnapshot
{
    private const int None = int.MinValue;
    private readonly int _leader = None;
    private readonly int _inSync = None;
    private readonly SlimNumber _first = SlimNumber.None;
    private readonly SlimNumber _end = SlimNumber.None;
    private readonly SlimNumber _stable = SlimNumber.None;
    private readonly SlimNumber _answeredAt = SlimNumber.None;
    private readonly SlimRate _produced = SlimRate.None;

    public required int Partition { get; init; }

    /// <summary>The leading broker; null: none, or not told.</summary>
    public int? Leader
    {
        get => _leader == None ? null : _leader;
        init => _leader = value ?? None;
    }

    /// <summary>How many replicas are in sync; null when not told.</summary>
    public int? InSync
    {
        get => _inSync == None ? null : _inSync;
        init => _inSync = value ?? None;
    }

    public long? First
    {
        get => _first.Value;
        init => _first = SlimNumber.Of(value);
    }

    public long? End
    {
        get => _end.Value;
        init => _end = SlimNumber.Of(value);
    }

    /// <summary>The last stable offset, up to which read_committed clients read; null when not asked yet.</summary>
    public long? Stable
    {
        get => _stable.Value;
        init => _stable = SlimNumber.Of(value);
    }

    public double? ProducedPerSecond
    {
        get => _produced.Value;
        init => _produced = SlimRate.Of(value);
    }

    public bool Answered { get; init; }

    /// <summary>When its end offset was last read, while that wasn't in its snapshot's cycle; null: it was, or never yet.</summary>
    public DateTimeOffset? LastAnsweredAt
    {
        get => _answeredAt.Moment;
        init => _answeredAt = SlimNumber.Of(value);
    }

    /// <summary>When its end offset was last read; null: never yet.</summary>
    /// <param name="cycleAt">Of its snapshot. It isn't kept here, where it would make each partition another one every cycle.</param>
    public DateTimeOffset? AnsweredAt(DateTimeOffset? cycleAt) => Answered ? cycleAt : LastAnsweredAt;

    /// <summary>It was told that no broker leads it: nobody can write to or read from it.</summary>
    public bool IsOffline => Leader is null && InSync is not null;
}
