using System.Collections.Immutable;
using Portal.Core.Clusters;
using Portal.Core.Health;

namespace Portal.Workers.Collecting;

/// <summary>What the collector remembers of one group.</summary>
internal sealed class TrackedGroup(string name)
{
    private SlimNumber _answeredAt = SlimNumber.None;

    // By what an owner has. Null while there is none: hardly any group has an owner that moves while something waits.
    private Dictionary<string, LagGrowth>? _growth;

    public string Name => name;
    public GroupType Type { get; set; }
    public string State { get; set; } = "";

    /// <summary>How many; null when not asked or not answered.</summary>
    public int? Members { get; set; }

    /// <summary>Who they are; null when never told.</summary>
    public Roster? Roster { get; set; }

    /// <summary>Who has which partition; null: nobody says, or one has all of it.</summary>
    public GroupOwners? Owners { get; private set; }

    /// <summary>Its coordinator told its commits in the newest cycle.</summary>
    public bool Answered { get; set; }

    /// <summary>When it last did.</summary>
    public DateTimeOffset? AnsweredAt
    {
        get => _answeredAt.Moment;
        set => _answeredAt = SlimNumber.Of(value);
    }

    /// <summary>All of its commits were answered when it was last listed. Where they weren't, what it reads isn't known.</summary>
    public bool AreCommitsRead { get; set; } = true;

    /// <summary>The store won't have it: it is read, and shown nowhere.</summary>
    public bool IsRefused { get; set; }

    /// <summary>All brokers listed their groups, twice in a row, and this one wasn't there. Once it may be missing while it moves from one coordinator to another.</summary>
    public bool IsUnlisted { get; set; }

    /// <summary>It wasn't there the last time.</summary>
    public bool WasMissing { get; set; }

    public GroupTopics Topics { get; } = new();

    /// <summary>How the lag of an owner went.</summary>
    /// <param name="places">What it has, as <see cref="GroupOwners"/> words it.</param>
    public LagGrowth Growth(string places)
    {
        _growth ??= new Dictionary<string, LagGrowth>(StringComparer.Ordinal);
        return _growth.TryGetValue(places, out var growth) ? growth : _growth[places] = new LagGrowth();
    }

    /// <summary>Nothing waits, or nothing moves: how the lag of each owner went is over.</summary>
    public void EndGrowth() => _growth = null;

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
        if (_growth is null)
        {
            return;
        }

        // Those of before may be given back: after a restart, or a look that had no answer.
        var kept = GroupOwners.Places(before).Concat(GroupOwners.Places(Owners));
        foreach (var places in _growth.Keys.Except(kept, StringComparer.Ordinal).ToList())
        {
            _growth.Remove(places);
        }
    }

    /// <summary>The clock was set back by so much: what is known of it stays as old as it was.</summary>
    public void SetBack(TimeSpan by)
    {
        AnsweredAt -= by;
        Owners?.SetBack(by);
        foreach (var growth in _growth?.Values.AsEnumerable() ?? [])
        {
            growth.SetBack(by);
        }

        foreach (var position in Topics.SelectMany(topic => topic.Positions))
        {
            position?.SetBack(by);
        }
    }

    /// <summary>Positions that the coordinator told before and, though it answered, not in the newest cycle.</summary>
    public IEnumerable<(GroupTopic Topic, int Partition)> Lost() =>
        from topic in Topics
        where topic.Topic.Answered
        from partition in Enumerable.Range(0, topic.Positions.Length)
        where topic.Positions[partition] is { } position && position.CommittedAt != AnsweredAt
        select (topic, partition);

    /// <summary>The job that reads as this group; null when no job that runs does.</summary>
    public GroupJob? Job { get; set; }

    /// <summary>How often that job commits.</summary>
    public TimeSpan? CheckpointEvery => Job?.CheckpointEvery;

    /// <summary>
    /// Its commits there are of a former version of its job, and nobody reads it as this group: what is unread there waits for nobody. Who is in the
    /// group is no job of SQL, and reads what it likes.
    /// </summary>
    public bool IsFormer(TrackedTopic topic) =>
        Job is { Reads: { } reads } && HasMembers != true && !reads.Contains(topic.Name);

    /// <summary>Null when the coordinator doesn't say: it knows nothing of a job's readers.</summary>
    public bool? HasMembers =>
        State switch
        {
            "Empty" or "Dead" => CheckpointEvery is null ? false : null,
            "" => Members is { } members ? members > 0 : null,
            _ => true,
        };
}
