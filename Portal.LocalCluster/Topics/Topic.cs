using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Portal.LocalCluster.Topics;

/// <summary>A topic as the controller knows it.</summary>
public sealed record Topic(
    string Name,
    Guid Id,
    ImmutableArray<Partition> Partitions,
    ImmutableSortedDictionary<string, string> Configs
)
{
    public ImmutableSortedDictionary<string, string> Configs
    {
        get;
        init => (field, Settings) = (value, new TopicSettings(value));
    } = Configs;

    [JsonIgnore]
    public TopicSettings Settings { get; private init; } = new(Configs);
}

/// <summary>
/// Where a partition lives. All replicas are one log, this being one process; leader and in-sync replicas are what Kafka would say of
/// brokers that stop and start. Leader is -1 while no replica lives.
/// </summary>
public sealed record Partition(ImmutableArray<int> Replicas, int Leader, int LeaderEpoch, ImmutableArray<int> InSync)
{
    public const int NoLeader = -1;

    public static Partition New(ImmutableArray<int> replicas, Func<int, bool> lives) =>
        new Partition(replicas, NoLeader, -1, replicas).With(lives);

    /// <summary>The partition after brokers stopped or started: the first living replica leads, and each new leader is a new epoch.</summary>
    public Partition With(Func<int, bool> lives)
    {
        ImmutableArray<int> inSync = [.. Replicas.Where(lives)];
        var leader = inSync.Length == 0 ? NoLeader : inSync[0];
        // The last in-sync replica stays on the list when it goes: it alone is known to hold everything.
        inSync = inSync.Length == 0 ? [.. InSync.Take(1)] : inSync;
        var epoch = leader == Leader && LeaderEpoch >= 0 ? LeaderEpoch : LeaderEpoch + 1;
        return this with { Leader = leader, LeaderEpoch = epoch, InSync = inSync };
    }
}
