using System.Collections.Immutable;
using Portal.Core.Changes;
using Portal.Core.Topics;

namespace Portal.Core.Clusters;

/// <summary>What the portal manages: the wanted state of one thing.</summary>
public sealed class Resource
{
    public ResourceId Id { get; private set; }
    public required ResourceKind Kind { get; init; }
    public required ClusterId ClusterId { get; init; }
    public required string Name { get; init; }
    public required TeamId OwnerTeamId { get; init; }

    /// <summary>The spec as JSON: a <see cref="TopicSpec"/>.</summary>
    public required string Spec { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? GoneAt { get; set; }
}

/// <summary>One life of a named thing on an engine.</summary>
public sealed class Incarnation
{
    public long Id { get; private set; }
    public required ResourceKind Kind { get; init; }
    public required ClusterId ClusterId { get; init; }
    public required string Name { get; init; }
    public required string EngineId { get; init; }
    public required DateTimeOffset FirstSeenAt { get; init; }
    public DateTimeOffset? GoneAt { get; set; }
}

/// <summary>A topic as the collector last saw it.</summary>
public sealed class SeenTopic
{
    public required ClusterId ClusterId { get; init; }
    public required string Name { get; init; }
    public required Guid TopicId { get; init; }
    public required int Partitions { get; set; }
    public required int Replication { get; set; }
    public required bool IsInternal { get; set; }
    public required ImmutableSortedDictionary<string, LiveConfig> Configs { get; set; }

    /// <summary>On disk, all replicas; null when not answered.</summary>
    public long? Bytes { get; set; }
    public required DateTimeOffset FirstSeenAt { get; init; }
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>The last look of its collector that told its settings; null: the newest.</summary>
    public DateTimeOffset? SettingsToldAt { get; set; }
    public DateTimeOffset? GoneAt { get; set; }

    /// <summary>Nothing that is told of it is older; null: its settings were not read yet, so nothing can be said.</summary>
    /// <param name="newestLook">When its cluster's collector last read settings.</param>
    public DateTimeOffset? AsOf(DateTimeOffset? newestLook) =>
        GoneAt ?? (Configs.Count == 0 ? null : SettingsToldAt ?? newestLook);

    public LiveTopic ToLive() => new(Name, TopicId, Partitions, Replication, IsInternal, Configs);
}

public enum GroupType
{
    Unknown,
    Classic,
    Consumer,
    Share,
}

/// <summary>A consumer group as the collector last saw it.</summary>
public sealed class SeenGroup
{
    public required ClusterId ClusterId { get; init; }
    public required string Name { get; init; }
    public required GroupType Type { get; set; }

    /// <summary>As the coordinator says it: Stable, Empty, PreparingRebalance, …</summary>
    public required string State { get; set; }

    /// <summary>Null when not asked or not answered.</summary>
    public int? Members { get; set; }
    public required DateTimeOffset FirstSeenAt { get; init; }
    public required DateTimeOffset SeenAt { get; set; }
    public DateTimeOffset? GoneAt { get; set; }
}

/// <summary>A field that differs from what is wanted: recorded, not repaired by itself.</summary>
public sealed class Drift
{
    public long Id { get; private set; }
    public required ResourceId ResourceId { get; init; }
    public required string Field { get; init; }
    public string? Wanted { get; set; }
    public string? Live { get; set; }
    public required DateTimeOffset FirstSeenAt { get; init; }
    public required DateTimeOffset SeenAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}
