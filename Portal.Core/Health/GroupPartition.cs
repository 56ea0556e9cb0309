namespace Portal.Core.Health;

/// <summary>A group's place on one partition. While it isn't answered, the figures are the last known ones.</summary>
/// <remarks>There are tens of thousands in a snapshot, and two or three snapshots at a time: it takes 104 bytes.</remarks>
public sealed record GroupPartition
{
    private readonly SlimNumber _committed;
    private readonly SlimNumber _end;
    private readonly SlimNumber _lag;
    private readonly SlimNumber _lost = SlimNumber.None;
    private readonly SlimNumber _behind;
    private readonly SlimNumber _movedAt;
    private readonly SlimNumber _answeredAt = SlimNumber.None;
    private readonly SlimRate _consumed;
    private readonly SlimRate _produced;
    private readonly byte _status;
    private readonly bool _lagAtLeast;
    private readonly bool _behindAtLeast;

    public required string Topic { get; init; }

    public required int Partition { get; init; }

    public required LagStatus Status
    {
        get => (LagStatus)_status;
        init => _status = (byte)value;
    }

    /// <summary>The offset it would read next.</summary>
    public required long? Committed
    {
        get => _committed.Value;
        init => _committed = SlimNumber.Of(value);
    }

    /// <summary>The partition's end; null: not known.</summary>
    public required long? End
    {
        get => _end.Value;
        init => _end = SlimNumber.Of(value);
    }

    public required Amount Lag
    {
        get => new(_lag.Value, _lagAtLeast);
        init => (_lag, _lagAtLeast) = (SlimNumber.Of(value.Value), value.AtLeast);
    }

    /// <summary>Of its lag, what was deleted before it was read; null: not known.</summary>
    public long? Lost
    {
        get => _lost.Value;
        init => _lost = SlimNumber.Of(value);
    }

    /// <summary>Of its lag, what can still be read.</summary>
    public Amount Unread => Lag.Less(Lost);

    public required TimeLag Behind
    {
        get => new(_behind.Duration, _behindAtLeast);
        init => (_behind, _behindAtLeast) = (SlimNumber.Of(value.Value), value.AtLeast);
    }

    public required double? ConsumedPerSecond
    {
        get => _consumed.Value;
        init => _consumed = SlimRate.Of(value);
    }

    public required double? ProducedPerSecond
    {
        get => _produced.Value;
        init => _produced = SlimRate.Of(value);
    }

    /// <summary>When its offset was last seen to move; null: no commit seen yet.</summary>
    public required DateTimeOffset? MovedAt
    {
        get => _movedAt.Moment;
        init => _movedAt = SlimNumber.Of(value);
    }

    public required bool Answered { get; init; }

    /// <summary>When both offsets were last read, while that wasn't in its snapshot's cycle; null: it was, or never yet.</summary>
    public DateTimeOffset? LastAnsweredAt
    {
        get => _answeredAt.Moment;
        init => _answeredAt = SlimNumber.Of(value);
    }

    /// <summary>When both offsets were last read; null: never yet.</summary>
    /// <param name="cycleAt">Of its snapshot. It isn't kept here, where it would make each partition another one every cycle.</param>
    public DateTimeOffset? AnsweredAt(DateTimeOffset? cycleAt) => Answered ? cycleAt : LastAnsweredAt;
}
