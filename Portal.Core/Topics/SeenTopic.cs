using System.Collections.Immutable;
using Portal.Core.Topics;

namespace Portal.Core.Topics;

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

    /// <summary>When its settings were last read; null: in the newest look, which is kept once for all topics.</summary>
    public DateTimeOffset? ConfigsReadAt { get; set; }
    public DateTimeOffset? GoneAt { get; set; }

    /// <summary>Raised by its collector with each write: what is of a higher one was written later.</summary>
    public long Structure { get; set; }

    /// <summary>Nothing that is told of it is older; null: its settings were not read yet, so nothing can be said.</summary>
    /// <param name="newestLook">When its cluster's collector last read settings.</param>
    public DateTimeOffset? AsOf(DateTimeOffset? newestLook) =>
        GoneAt ?? (Configs.Count == 0 ? null : ConfigsReadAt ?? newestLook);

    public LiveTopic ToLive() => new(Name, TopicId, Partitions, Replication, IsInternal, Configs);
}
