using System.ComponentModel;
using Portal.Core.Health;
using Portal.Core.Topics;
using Portal.Web.Api.Changes;
using Portal.Web.Api.Groups;

namespace Portal.Web.Api.Topics;

/// <summary>A topic as lists show it: as it was last seen, and who owns it. Null is not known, never zero.</summary>
public sealed record TopicRowDto(
    string Cluster,
    string Environment,
    string Name,
    [property: Description("The owning team's name; null for what the portal doesn't manage.")] string? Owner,
    bool IsManaged,
    bool IsInternal,
    [property: Description("Null until the collector has seen it.")] int? Partitions,
    int? Replication,
    LagStatus Status,
    long? Bytes,
    long? Records,
    double? ProducedPerSecond,
    [property: Description("How many fields differ from what is wanted.")] int Drifts,
    [property: Description("When its settings were last read; null: not yet.")] DateTimeOffset? SeenAt
);

/// <summary>A topic whole.</summary>
public sealed record TopicDto(
    TopicRowDto Topic,
    [property: Description("What is wanted of it, where the portal manages it.")] TopicSpecDto? Wanted,
    [property: Description("Its labels by key; none for what the portal doesn't manage.")]
        IReadOnlyDictionary<string, string> Labels,
    [property: Description("The cluster's own id of it: one recreated under the name has another.")] Guid? TopicId,
    IReadOnlyList<ConfigDto> Configs,
    IReadOnlyList<PartitionDto> Partitions,
    IReadOnlyList<DriftDto> Drifts,
    IReadOnlyList<GroupRowDto> Readers,
    [property: Description("The managed jobs whose statements name it.")] IReadOnlyList<TopicJobDto> Jobs
);

public sealed record ConfigDto(
    string Name,
    [property: Description("Null where the broker hides it.")] string? Value,
    bool IsDefault,
    [property: Description("What would hold if the topic set nothing; null when not reported.")] string? Default
);

public sealed record DriftDto(string Field, string? Wanted, string? Live, DateTimeOffset FirstSeenAt);

/// <summary>A partition; while it doesn't answer its figures are null.</summary>
public sealed record PartitionDto(
    int Partition,
    int? Leader,
    int? InSync,
    long? FirstOffset,
    long? EndOffset,
    double? ProducedPerSecond,
    double? AgeSeconds,
    string? UnknownBecause
)
{
    public static PartitionDto Of(PartitionSnapshot seen, DateTimeOffset? cycleAt, DateTimeOffset now)
    {
        var age = (now - seen.AnsweredAt(cycleAt))?.TotalSeconds;
        var (first, end, rate) = seen.Answered ? (seen.First, seen.End, seen.ProducedPerSecond) : (null, null, null);
        var why =
            seen.Answered ? null
            : age is null ? "It never answered."
            : "It does not answer any more.";
        return new(seen.Partition, seen.Leader, seen.InSync, first, end, rate, age, why);
    }
}

/// <summary>A topic's traffic in one step: means over the time of it that is known. Null is a gap.</summary>
public sealed record RatePointDto(
    [property: Description("When the last reading of the step was.")] DateTimeOffset At,
    double? ProducedPerSecond,
    double? ConsumedPerSecond
);

/// <summary>To ask for a topic's deletion: its name once more, and why.</summary>
public sealed record TopicDeletionDto(string TypedName, string Reason = "");

/// <summary>A topic with all that is known of it, before it is written down.</summary>
internal sealed record TopicFound(ClusterSnapshot Cluster, string Name, TopicSnapshot? Seen, ManagedTopic? Managed)
{
    public TopicRowDto Row() =>
        new(
            Cluster.Name,
            Cluster.Environment,
            Name,
            Managed?.Owner,
            Managed is not null,
            Seen?.IsInternal ?? false,
            Seen?.Partitions.Length,
            Seen?.Replication,
            Seen?.Status ?? LagStatus.Unknown,
            Seen?.Bytes,
            Seen?.Records,
            Seen?.ProducedPerSecond,
            Managed?.Drifts ?? 0,
            Seen?.SettingsReadAt
        );
}
