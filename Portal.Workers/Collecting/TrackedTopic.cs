using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Core.Health.Readings;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines.Collecting;

namespace Portal.Workers.Collecting;

/// <summary>What the collector remembers of one incarnation of a topic.</summary>
internal sealed class TrackedTopic(Guid id, string name)
{
    private SlimNumber _configsReadAt = SlimNumber.None;
    private SlimNumber _bytes = SlimNumber.None;

    public Guid Id => id;
    public string Name => name;

    /// <summary>Its row in <c>incarnation</c>; 0 until the store gave it.</summary>
    public long Incarnation { get; set; }

    /// <summary>The store won't have it: it is read, and shown nowhere.</summary>
    public bool IsRefused { get; set; }
    public bool IsInternal { get; set; }
    public int Replication { get; set; }
    public List<TrackedPartition> Partitions { get; } = [];
    public ImmutableArray<SeriesRun> Runs { get; set; } = [];

    /// <summary>Null until they were first answered.</summary>
    public ImmutableSortedDictionary<string, LiveConfig>? Configs { get; set; }

    /// <summary>When its settings were last read; null: in the newest look, which is kept once for all topics.</summary>
    public DateTimeOffset? ConfigsReadAt
    {
        get => _configsReadAt.Moment;
        set => _configsReadAt = SlimNumber.Of(value);
    }

    /// <summary>On disk, all replicas; null when not answered.</summary>
    public long? Bytes
    {
        get => _bytes.Value;
        set => _bytes = SlimNumber.Of(value);
    }

    /// <summary>It was in the newest reading.</summary>
    public bool Answered { get; set; }
}

/// <summary>What the collector remembers of one partition: the last known figures, and when they were answered.</summary>
/// <remarks>The collector holds tens of thousands for as long as it runs: it takes 80 bytes.</remarks>
internal sealed class TrackedPartition
{
    private const int NotKnown = int.MinValue;
    private SlimNumber _end = SlimNumber.None;
    private SlimNumber _answeredAt = SlimNumber.None;
    private SlimNumber _first = SlimNumber.None;
    private SlimNumber _stable = SlimNumber.None;
    private SlimNumber _bytes = SlimNumber.None;
    private int _leader = NotKnown;
    private int _inSync = NotKnown;

    public long? End
    {
        get => _end.Value;
        private set => _end = SlimNumber.Of(value);
    }

    public DateTimeOffset? AnsweredAt
    {
        get => _answeredAt.Moment;
        private set => _answeredAt = SlimNumber.Of(value);
    }

    /// <summary>Its end was read in the newest cycle.</summary>
    public bool Answered { get; private set; }

    public long? First
    {
        get => _first.Value;
        set => _first = SlimNumber.Of(value);
    }

    public long? Stable
    {
        get => _stable.Value;
        set => _stable = SlimNumber.Of(value);
    }

    public int? Leader
    {
        get => _leader == NotKnown ? null : _leader;
        set => _leader = value ?? NotKnown;
    }

    public int? InSync
    {
        get => _inSync == NotKnown ? null : _inSync;
        set => _inSync = value ?? NotKnown;
    }

    public long? Bytes
    {
        get => _bytes.Value;
        set => _bytes = SlimNumber.Of(value);
    }

    /// <summary>Kept only while a group reads it.</summary>
    public EndHistory? Ends { get; set; }

    public void Read(DateTimeOffset at, long end)
    {
        (End, AnsweredAt, Answered) = (end, at, true);
        Ends?.Add(at, end);
    }

    public void Set(OffsetKind kind, long? offset)
    {
        switch (kind)
        {
            case OffsetKind.First:
                First = offset;
                break;
            case OffsetKind.Stable:
                Stable = offset;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }

    public void Silent() => Answered = false;

    /// <summary>The clock was set back by so much: what is known of it stays as old as it was.</summary>
    public void SetBack(TimeSpan by)
    {
        AnsweredAt -= by;
        Ends?.SetBack(by);
    }

    public void Recall(long? end, DateTimeOffset? answeredAt) => (End, AnsweredAt) = (end, answeredAt);
}
