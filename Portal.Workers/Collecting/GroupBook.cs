using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Health.Readings;

namespace Portal.Workers.Collecting;

/// <summary>What the collector remembers of one group.</summary>
internal sealed class GroupBook(string name)
{
    public string Name => name;
    public GroupType Type { get; set; }
    public string State { get; set; } = "";

    /// <summary>How many; null when not asked or not answered.</summary>
    public int? Members { get; set; }

    /// <summary>Who they are; null when never told.</summary>
    public Roster? Roster { get; set; }

    /// <summary>Its coordinator told its commits in the newest cycle.</summary>
    public bool Answered { get; set; }

    /// <summary>When it last did.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>All brokers listed their groups, and this one wasn't there.</summary>
    public bool Vanished { get; set; }

    /// <summary>By topic id.</summary>
    public Dictionary<Guid, GroupTopic> Topics { get; } = [];

    /// <summary>Positions that the coordinator told before and, though it answered, not in the newest cycle.</summary>
    public IEnumerable<(GroupTopic Topic, int Partition)> Lost() =>
        from topic in Topics.Values
        where topic.Topic.Answered
        from partition in Enumerable.Range(0, topic.Positions.Count)
        where topic.Positions[partition] is { } position && position.CommittedAt != AnsweredAt
        select (topic, partition);

    /// <summary>Null when the coordinator doesn't say.</summary>
    public bool? HasMembers =>
        State switch
        {
            "Empty" or "Dead" => false,
            "" => Members is { } members ? members > 0 : null,
            _ => true,
        };
}

/// <summary>A group's places on the partitions of one topic.</summary>
internal sealed class GroupTopic(TopicBook topic)
{
    public TopicBook Topic => topic;

    /// <summary>By partition; null where it never committed.</summary>
    public List<Position?> Positions { get; } = [];
    public List<SeriesRun> Runs { get; } = [];

    public Position At(int partition)
    {
        while (Positions.Count <= partition)
        {
            Positions.Add(null);
        }

        topic.Partitions[partition].Ends ??= Begin(topic.Partitions[partition]);
        return Positions[partition] ??= new Position();
    }

    private static EndHistory Begin(PartitionBook partition)
    {
        var ends = new EndHistory();
        if (partition is { End: { } end, AnsweredAt: { } at })
        {
            ends.Add(at, end);
        }

        return ends;
    }
}

/// <summary>A group's place on one partition.</summary>
internal sealed class Position
{
    public LagWindow Window { get; } = new();
    public long? Committed { get; private set; }

    /// <summary>When its commit was last told.</summary>
    public DateTimeOffset? CommittedAt { get; private set; }

    /// <summary>When commit and end were last both known in one cycle.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }
    public LagStatus Status { get; private set; } = LagStatus.Unknown;
    public TimeLag Behind { get; private set; }

    /// <summary>What was found lying at the committed offset, while commit and end stand where they stood then.</summary>
    public Found? Looked { get; set; }

    public void Read(DateTimeOffset at, long committed) => (Committed, CommittedAt) = (committed, at);

    public void Recall(long? committed, DateTimeOffset? answeredAt, LagStatus status, TimeLag behind) =>
        (Committed, CommittedAt, AnsweredAt, Status, Behind) = (committed, answeredAt, answeredAt, status, behind);

    public void Judge(DateTimeOffset now, PartitionBook partition, bool? hasMembers, LagLimits limits)
    {
        var answered = partition.Answered && CommittedAt == now;
        if (answered)
        {
            Window.Observe(now, Committed!.Value, partition.End!.Value);
            AnsweredAt = now;
        }

        if (
            Looked is { } looked
            && (looked.Committed != Committed || (looked.OnlyMarkers && looked.End != partition.End))
        )
        {
            Looked = null;
        }

        Status = LagRules.Judge(
            Window,
            new LagFacts(now, answered, hasMembers, Looked is { OnlyMarkers: true }),
            limits
        );
        Behind = answered ? Age(now, partition) : Behind;
    }

    private TimeLag Age(DateTimeOffset now, PartitionBook partition)
    {
        if (Looked is { OnlyMarkers: true })
        {
            return TimeLag.None;
        }

        var told = partition.Ends?.Behind(Committed!.Value, now) ?? TimeLag.Unknown;
        return told.AtLeast && Looked?.WrittenAt is { } written && written <= now ? TimeLag.Of(now - written) : told;
    }

    internal sealed record Found(long Committed, long End, bool OnlyMarkers, DateTimeOffset? WrittenAt);
}
