using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>How far a member is on its way to what is meant for it. Names as Kafka has them.</summary>
public enum MemberState
{
    /// <summary>It has what the target assignment of its epoch gives it.</summary>
    Stable,

    /// <summary>It is to give partitions up first, and stays in its epoch until it says that it has.</summary>
    UnrevokedPartitions,

    /// <summary>Partitions that are meant for it are with others still.</summary>
    UnreleasedPartitions,
}

/// <param name="Since">The member's epoch when it got the partition: commits from then on are its own (KIP-1251).</param>
public readonly record struct OwnedPartition(PartitionOf Partition, int Since);

/// <summary>A member of a group of the new protocol (KIP-848), as it is journalled.</summary>
public sealed record ConsumerMember(string Id)
{
    /// <summary>A static member that went and may come back: its partitions are kept for it while its session lasts.</summary>
    public const int AwayEpoch = -2;

    public string? InstanceId { get; init; }
    public string? RackId { get; init; }

    /// <summary>Of a member of the classic protocol; null for one of the new.</summary>
    public ClassicMembership? Classic { get; init; }
    public string ClientId { get; init; } = "";
    public string ClientHost { get; init; } = "";
    public int RebalanceTimeoutMs { get; init; }

    /// <summary>The server-side assignor it asks for; null asks for none.</summary>
    public string? Assignor { get; init; }
    public ImmutableArray<string> TopicNames { get; init; } = [];
    public string? TopicRegex { get; init; }

    /// <summary>The topics that the pattern matched when they were last looked at.</summary>
    public ImmutableArray<string> Matched { get; init; } = [];
    public int Epoch { get; init; }
    public int PreviousEpoch { get; init; }
    public MemberState State { get; init; }
    public ImmutableArray<OwnedPartition> Assigned { get; init; } = [];
    public ImmutableArray<OwnedPartition> PendingRevocation { get; init; } = [];

    /// <summary>What it is meant to have.</summary>
    public ImmutableArray<PartitionOf> Target { get; init; } = [];

    [JsonIgnore]
    public IEnumerable<string> Subscribed => TopicNames.Concat(Matched);

    /// <summary>All that nobody else may be given yet.</summary>
    [JsonIgnore]
    public IEnumerable<OwnedPartition> Held => Assigned.Concat(PendingRevocation);

    public bool HasSameAssignmentAs(ConsumerMember other) =>
        Assigned
            .Select(owned => owned.Partition)
            .ToHashSet()
            .SetEquals(other.Assigned.Select(owned => owned.Partition));
}
