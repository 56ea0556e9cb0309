using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Portal.LocalCluster.Topics;

/// <param name="From">Where the partition was.</param>
/// <param name="To">Where it is to be, its preferred leader first.</param>
public sealed record PartitionMove(ImmutableArray<int> From, ImmutableArray<int> To)
{
    [JsonIgnore]
    public IEnumerable<int> Adding => To.Except(From);

    [JsonIgnore]
    public IEnumerable<int> Removing => From.Except(To);

    /// <summary>While it moves it is on both, the new ones first, as in Kafka.</summary>
    [JsonIgnore]
    public ImmutableArray<int> Replicas => [.. To.Union(From)];
}

/// <summary>
/// Where a partition lives. All replicas are one log, this being one process; leader and in-sync replicas are what Kafka would say of
/// brokers that stop and start. Leader is -1 while no replica lives.
/// </summary>
public sealed record Partition(ImmutableArray<int> Replicas, int Leader, int LeaderEpoch, ImmutableArray<int> InSync)
{
    public const int NoLeader = -1;

    /// <summary>Under way to other brokers, of which one at least is paused; null while it isn't moved.</summary>
    public PartitionMove? Move { get; init; }

    public static Partition New(ImmutableArray<int> replicas, Func<int, bool> lives) =>
        new Partition(replicas, NoLeader, -1, replicas).With(lives);

    /// <summary>The partition after brokers stopped or started: the first living replica leads, and each new leader is a new epoch.</summary>
    public Partition With(Func<int, bool> lives) => Arrived(lives).InSyncWith(lives).Elected(lives);

    /// <summary>
    /// On its way to these brokers, or there when all of them live: they have the log already. Who leads goes on unless it isn't among them,
    /// as in Kafka: the preferred one leads after an election.
    /// </summary>
    public Partition MovedTo(ImmutableArray<int> replicas, Func<int, bool> lives)
    {
        var move = new PartitionMove(Move?.From ?? Replicas, replicas);
        return (this with { Replicas = move.Replicas, Move = move }).Arrived(lives).InSyncWith(lives).Led(lives);
    }

    /// <summary>Back where it was before it was moved.</summary>
    public Partition MoveCancelled(Func<int, bool> lives) =>
        (this with { Replicas = Move?.From ?? Replicas, Move = null }).InSyncWith(lives).Led(lives);

    /// <summary>Led by the first living replica, by nobody when none lives.</summary>
    public Partition Elected(Func<int, bool> lives)
    {
        var leader = Replicas.FirstOrDefault(lives, NoLeader);
        var epoch = leader == Leader && LeaderEpoch >= 0 ? LeaderEpoch : LeaderEpoch + 1;
        return this with { Leader = leader, LeaderEpoch = epoch };
    }

    private Partition Arrived(Func<int, bool> lives) =>
        Move is { } move && move.To.All(lives) ? this with { Replicas = move.To, Move = null } : this;

    private Partition InSyncWith(Func<int, bool> lives)
    {
        ImmutableArray<int> living = [.. Replicas.Where(lives)];
        // The last in-sync replica stays on the list when it goes: it alone is known to hold everything.
        return this with { InSync = living.Length == 0 ? [.. InSync.Take(1)] : living };
    }

    private Partition Led(Func<int, bool> lives) => Replicas.Contains(Leader) && lives(Leader) ? this : Elected(lives);
}
