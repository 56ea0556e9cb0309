using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Resources;

namespace Portal.Engines.Collecting;

/// <summary>One look at a whole cluster. What was not answered is null, never zero.</summary>
/// <param name="EngineId">The cluster's own id.</param>
/// <param name="Requests">How many were sent for this reading: 1 + 3 × brokers, one for each coordinator of share groups, and one while a topic may be being moved.</param>
/// <param name="Complaint">Who did not answer what, for a person; null when everything was answered.</param>
/// <param name="GroupsWhole">Every broker listed its groups: a group that isn't here is not listed by anybody.</param>
public sealed record ClusterReading(
    DateTimeOffset At,
    TimeSpan Took,
    string? EngineId,
    int Requests,
    IReadOnlyList<BrokerReading> Brokers,
    IReadOnlyList<TopicReading> Topics,
    IReadOnlyList<GroupReading> Groups,
    bool GroupsWhole,
    string? Complaint
);

public sealed record BrokerReading(int Id, string Host, int Port, string? Rack, bool IsController, bool Answered);

/// <param name="Replication">Of the partition with the fewest, without replicas that are only being added.</param>
/// <param name="Partitions">By number.</param>
public sealed record TopicReading(
    string Name,
    Guid Id,
    bool IsInternal,
    int Replication,
    IReadOnlyList<PartitionReading> Partitions
)
{
    /// <summary>False: whether it is being moved wasn't answered, and <see cref="Replication"/> may count replicas that are only being added.</summary>
    public bool IsReplicationKnown { get; init; } = true;
}

/// <param name="Leader">Null: it has none.</param>
/// <param name="InSync">With those of them that are only being added.</param>
/// <param name="End">Null: not answered.</param>
public readonly record struct PartitionReading(int? Leader, int InSync, long? End);

/// <param name="Answered">Its coordinator told its commits, or of a share group how far it has read.</param>
public sealed record GroupReading(
    string Name,
    GroupType Type,
    string State,
    bool Answered,
    IReadOnlyList<CommitReading> Commits
)
{
    /// <summary>All of its commits were answered. Where they weren't, what it reads isn't known.</summary>
    public bool AreCommitsRead { get; } = Answered && Commits.All(commit => commit.Offset is not null);
}

/// <param name="Topic">Its place in <see cref="ClusterReading.Topics"/>.</param>
/// <param name="Offset">Null: not answered, or not allowed to see.</param>
/// <param name="Done">Of a share group: everything before it is done. Null for other groups, whose commit is that.</param>
public readonly record struct CommitReading(int Topic, int Partition, long? Offset, long? Done = null);
