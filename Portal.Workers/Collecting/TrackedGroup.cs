using System.Collections.Immutable;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Health.Readings;

namespace Portal.Workers.Collecting;

/// <summary>What the collector remembers of one group.</summary>
internal sealed class TrackedGroup(string name)
{
    public string Name => name;
    public GroupType Type { get; set; }
    public string State { get; set; } = "";

    /// <summary>How many; null when not asked or not answered.</summary>
    public int? Members { get; set; }

    /// <summary>Who they are; null when never told.</summary>
    public Roster? Roster { get; set; }

    /// <summary>Who has which partition; null: nobody says, or one has all of it.</summary>
    public GroupOwners? Owners { get; private set; }

    /// <summary>How the lag of each owner went, by what it has, as <see cref="GroupOwners"/> words it.</summary>
    public Dictionary<string, LagGrowth> Growth { get; } = new(StringComparer.Ordinal);

    /// <summary>Its coordinator told its commits in the newest cycle.</summary>
    public bool Answered { get; set; }

    /// <summary>When it last did.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>The store won't have it: it is read, and shown nowhere.</summary>
    public bool IsRefused { get; set; }

    /// <summary>All brokers listed their groups, and this one wasn't there.</summary>
    public bool IsUnlisted { get; set; }

    /// <summary>By topic id.</summary>
    public Dictionary<Guid, GroupTopic> Topics { get; } = [];

    /// <summary>
    /// Others have its partitions, or it isn't told any more who does. How the lag of an owner went goes on with whoever has all that it had, and begins
    /// anew with who has something else. While it rebalances, those who had them are judged on.
    /// </summary>
    /// <param name="told">Null: not told.</param>
    public void TakeOwners(ImmutableArray<GroupMember>? told, DateTimeOffset at)
    {
        if (told is { } members && Membership.IsRebalancing(members))
        {
            return;
        }

        var before = Owners;
        // In a share group several members read a partition at once.
        Owners = Type == GroupType.Share ? null : GroupOwners.Of(told, before, at);
        // Those of before may be given back: after a restart, or a look that had no answer.
        var kept = GroupOwners.Places(before).Concat(GroupOwners.Places(Owners));
        foreach (var places in Growth.Keys.Except(kept, StringComparer.Ordinal).ToList())
        {
            Growth.Remove(places);
        }
    }

    /// <summary>The clock was set back by so much: what is known of it stays as old as it was.</summary>
    public void SetBack(TimeSpan by)
    {
        AnsweredAt -= by;
        Owners?.SetBack(by);
        foreach (var growth in Growth.Values)
        {
            growth.SetBack(by);
        }

        foreach (var position in Topics.Values.SelectMany(topic => topic.Positions))
        {
            position?.SetBack(by);
        }
    }

    /// <summary>Positions that the coordinator told before and, though it answered, not in the newest cycle.</summary>
    public IEnumerable<(GroupTopic Topic, int Partition)> Lost() =>
        from topic in Topics.Values
        where topic.Topic.Answered
        from partition in Enumerable.Range(0, topic.Positions.Count)
        where topic.Positions[partition] is { } position && position.CommittedAt != AnsweredAt
        select (topic, partition);

    /// <summary>How often the job that reads as this group commits; null when no job that runs does.</summary>
    public TimeSpan? CheckpointEvery { get; set; }

    /// <summary>Null when the coordinator doesn't say: it knows nothing of a job's readers.</summary>
    public bool? HasMembers =>
        State switch
        {
            "Empty" or "Dead" => CheckpointEvery is null ? false : null,
            "" => Members is { } members ? members > 0 : null,
            _ => true,
        };
}

/// <summary>A group's places on the partitions of one topic.</summary>
internal sealed class GroupTopic(TrackedTopic topic)
{
    public TrackedTopic Topic => topic;

    /// <summary>By partition; null where it never committed.</summary>
    public List<Position?> Positions { get; } = [];
    public List<SeriesRun> Runs { get; } = [];

    // By partition: before what a share group is done with everything, when it was last read.
    private readonly Dictionary<int, long> _done = [];

    /// <param name="done">
    /// Of a share group: everything before it is done. While that doesn't go back the group doesn't either: the broker counts what is left
    /// after the end was read, and so seems to find more of it at one time than at another.
    /// </param>
    public void Read(DateTimeOffset at, int partition, long place, long? done)
    {
        var position = At(partition);
        var isHeld = done is not null && _done.TryGetValue(partition, out var before) && done >= before;
        position.Read(at, isHeld && position.Committed > place ? position.Committed.Value : place);
        if (done is { } now)
        {
            _done[partition] = now;
        }
    }

    public Position At(int partition)
    {
        while (Positions.Count <= partition)
        {
            Positions.Add(null);
        }

        topic.Partitions[partition].Ends ??= Begin(topic.Partitions[partition]);
        return Positions[partition] ??= new Position();
    }

    public void Forget(int partition)
    {
        if (partition < Positions.Count)
        {
            Positions[partition] = null;
        }
    }

    private static EndHistory Begin(TrackedPartition partition)
    {
        var ends = new EndHistory();
        if (partition is { End: { } end, AnsweredAt: { } at })
        {
            ends.Add(at, end);
        }

        return ends;
    }
}
