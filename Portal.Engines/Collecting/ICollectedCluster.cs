using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Engines.Kafka;

namespace Portal.Engines.Collecting;

/// <summary>The registered clusters, as the collector asks them.</summary>
public interface ICollectedClusters
{
    /// <summary>To be kept by its collector: what it asks next goes by the registration as it is then.</summary>
    ICollectedCluster Of(Core.ClusterId cluster);
}

/// <summary>
/// What collecting asks of one cluster. Each call is a fixed number of requests a broker, however many topics and
/// groups there are; all throw <see cref="EngineException"/> when nothing could be learned.
/// </summary>
public interface ICollectedCluster
{
    /// <summary>
    /// Ends of all partitions and commits of all groups: 1 + 3B requests, one to each coordinator of share groups, and one while a
    /// topic may be being moved.
    /// </summary>
    /// <param name="within">Who has not answered by then is taken for silent; the rest is told in time.</param>
    Task<ClusterReading> Read(TimeSpan within, CancellationToken stop);

    /// <summary>Another offset of every partition of the newest <see cref="Read"/>, by topic id and partition: B requests. Null where not answered.</summary>
    Task<IReadOnlyDictionary<Guid, long?[]>> Offsets(OffsetKind kind, CancellationToken stop);

    /// <summary>
    /// Who is in each group of the newest <see cref="Read"/>, in one order: classic and consumer groups are asked
    /// differently, so at most 2B requests, and one for each coordinator of share groups. Those not answered are left out.
    /// </summary>
    Task<IReadOnlyDictionary<string, ImmutableArray<GroupMember>>> Members(CancellationToken stop);

    /// <summary>Configs of topics asked for by name, and so also what became of those that aren't told any more.</summary>
    Task<IReadOnlyDictionary<string, TopicAnswer>> Topics(IReadOnlyCollection<string> names, CancellationToken stop);

    /// <summary>Bytes on disk by topic name and partition, of the largest replica and of all: B requests.</summary>
    Task<SizeReading> Sizes(CancellationToken stop);

    /// <summary>How long its brokers let a transaction be open, the least of them: 1 + B requests. Null where one doesn't show it.</summary>
    Task<TimeSpan?> LongestTransaction(CancellationToken stop);

    /// <summary>Which release a broker is, whichever answers: 1 request.</summary>
    Task<BrokerRelease> Release(CancellationToken stop);

    /// <summary>What became of groups that are listed no more, asked by name. Those not answered are <see cref="GroupFate.Unknown"/>.</summary>
    Task<IReadOnlyDictionary<string, GroupFate>> FateOf(IReadOnlyCollection<string> groups, CancellationToken stop);

    /// <summary>
    /// Which of these commits, told no more, are gone for good (asked by name, answered with no offset): the rest is not ours to see. Of a
    /// share group, the partitions of which it has nothing any more.
    /// </summary>
    Task<IReadOnlySet<(string Topic, int Partition)>> GoneCommits(
        string group,
        GroupType type,
        IReadOnlyCollection<(string Topic, int Partition)> commits,
        CancellationToken stop
    );

    /// <summary>What lies at an offset: one small fetch, which needs the permission Read. Null when it wasn't answered.</summary>
    Task<Peek?> Look(Guid topic, int partition, long offset, CancellationToken stop);
}

public enum OffsetKind
{
    /// <summary>The first that is still there.</summary>
    First,

    /// <summary>Up to where read_committed clients read.</summary>
    Stable,
}

public enum GroupFate
{
    /// <summary>No answer, or not allowed to see.</summary>
    Unknown,

    /// <summary>It is there, and only wasn't listed.</summary>
    There,

    /// <summary>Its coordinator says that there is no such group.</summary>
    Gone,
}

/// <param name="Largest">By topic name: the largest replica of each partition, null where not told.</param>
/// <param name="Total">By topic name: all replicas together; absent where a broker that holds one did not answer.</param>
public sealed record SizeReading(IReadOnlyDictionary<string, long?[]> Largest, IReadOnlyDictionary<string, long> Total);

/// <param name="Version">As far as the protocol tells: "4.3" or "at least 3.7".</param>
/// <param name="ControllerKind">KRaft or ZooKeeper, where it can be told.</param>
public sealed record BrokerRelease(string? Version, string? ControllerKind);

/// <param name="WrittenAt">The time of the first record at or after the offset; null: there is none.</param>
/// <param name="OnlyMarkers">From the offset to the end there is nothing but transaction markers.</param>
/// <param name="OnlyAborted">There is something more: records of aborted transactions, which readers of committed records skip.</param>
/// <param name="IsCommitted">A record was found that stays. False: what is there may be of a transaction that ends yet.</param>
public sealed record Peek(
    DateTimeOffset? WrittenAt,
    bool OnlyMarkers,
    bool OnlyAborted = false,
    bool IsCommitted = false
)
{
    /// <summary>From the offset to the end there is nothing for readers of committed records.</summary>
    public bool IsNothingCommitted => OnlyMarkers || OnlyAborted;

    /// <summary>The portal may not read the topic: nothing is known of what is there.</summary>
    public bool IsRefused { get; init; }
}
