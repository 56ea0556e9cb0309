using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Lag;

/// <summary>One look at a whole cluster: ends of all partitions and commits of all groups.</summary>
public sealed record LagReading
{
    public required string? ClusterId { get; init; }

    /// <summary>-1 where it isn't known.</summary>
    public required int ControllerId { get; init; }

    public required IReadOnlyList<MetadataResponse.Broker> Brokers { get; init; }
    public ClusterView View => new(ClusterId, ControllerId, Brokers);

    public required TopicColumns Topics { get; init; }
    public required GroupColumns Groups { get; init; }

    /// <summary>The high watermark of each partition, by ordinal.</summary>
    public required OffsetColumn Ends { get; init; }

    /// <summary>Commits on topics that the metadata doesn't have: deleted meanwhile, or not ours to see.</summary>
    public required IReadOnlyList<UnplacedCommit> Unplaced { get; init; }

    /// <summary>What was asked and not answered. The groups a silent broker coordinates may be missing altogether.</summary>
    public required IReadOnlyList<Silence> Silences { get; init; }

    public required DateTimeOffset At { get; init; }
    public required TimeSpan Took { get; init; }

    /// <summary>How far a commit is behind; null where either side is unknown or nothing is committed.</summary>
    public long? Lag(int commit)
    {
        var partition = Groups.Partitions[commit];
        var isKnown =
            Groups.OffsetErrors[commit] == ErrorCode.None
            && Groups.Offsets[commit] >= 0
            && Ends.Errors[partition] == ErrorCode.None;
        // The commit may be read after the end was: a reader that keeps up isn't ahead.
        return isKnown ? Math.Max(0, Ends.Offsets[partition] - Groups.Offsets[commit]) : null;
    }
}

/// <summary>An offset for each partition of a cluster, by ordinal.</summary>
/// <param name="Offsets">-1 where there is an error.</param>
/// <param name="Errors">
/// <see cref="ErrorCode.LeaderNotAvailable"/> where nobody could be asked, <see cref="ErrorCode.NetworkException"/>
/// where the leader did not answer.
/// </param>
public sealed record OffsetColumn(long[] Offsets, ErrorCode[] Errors);

/// <param name="Topic">Its name, or its id where only that is known.</param>
public sealed record UnplacedCommit(string Group, string Topic, int Partition, long Offset);

/// <summary>A broker that did not answer one of the requests, or refused it.</summary>
public sealed record Silence(int Broker, ApiKey What, KafkaException Why)
{
    /// <summary>It answers: with an error, or before that with which requests it understands.</summary>
    public bool IsRefusal => Why is KafkaException.Refused or KafkaException.NotUnderstood;
}
