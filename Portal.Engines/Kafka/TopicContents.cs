using System.Collections.Immutable;

namespace Portal.Engines.Kafka;

/// <summary>What came back about what is in a topic.</summary>
public abstract record ContentsAnswer
{
    private ContentsAnswer() { }

    public sealed record Found(TopicContents Contents) : ContentsAnswer;

    /// <summary>Nothing is told of it: there is none (final), it may not be seen (final), or not now (transient).</summary>
    public sealed record Unanswered(EngineFault Fault, string Words) : ContentsAnswer;
}

public static class ContentsOfOne
{
    /// <summary>What is in one topic.</summary>
    /// <exception cref="EngineException">Nothing is told of it.</exception>
    public static async Task<TopicContents> Contents(
        this IKafkaCluster cluster,
        string topic,
        DateTimeOffset? since,
        CancellationToken stop
    ) =>
        (await cluster.Contents(new Dictionary<string, DateTimeOffset?> { [topic] = since }, stop))[topic] switch
        {
            ContentsAnswer.Found found => found.Contents,
            ContentsAnswer.Unanswered unanswered => throw new EngineException(unanswered.Fault, unanswered.Words),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
}

/// <summary>First and end offsets and bytes on disk, by partition; what was not answered is null.</summary>
public sealed record TopicContents(ImmutableArray<PartitionContents> Partitions)
{
    /// <summary>Records between first and end; null when a partition didn't answer.</summary>
    public long? Records =>
        Partitions.Any(p => p.First is null || p.End is null)
            ? null
            : Partitions.Sum(p => p.End!.Value - p.First!.Value);

    /// <summary>Every partition says that its first record is still to come.</summary>
    public bool WasNeverWritten => Partitions.All(p => p.End == 0);

    /// <summary>Bytes on disk over all replicas; null when not told.</summary>
    public long? Bytes => Partitions.Any(p => p.Bytes is null) ? null : Partitions.Sum(p => p.Bytes!.Value);
}

/// <param name="Since">The first record no older than was asked for, the end where all are older; null when not asked or not answered.</param>
/// <param name="Bytes">On disk, all copies together.</param>
/// <param name="Copies">Its replicas, as they are assigned.</param>
public sealed record PartitionContents(
    int Partition,
    int? Leader,
    long? First,
    long? End,
    long? Bytes,
    int Copies,
    long? Since = null
);
