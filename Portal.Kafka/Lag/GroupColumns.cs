using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Lag;

/// <summary>
/// All groups of a cluster as columns. Group g has the commits <c>FirstCommit[g]</c> up to <c>FirstCommit[g + 1]</c>.
/// </summary>
public sealed record GroupColumns
{
    public required string[] Names { get; init; }
    public required GroupType[] Types { get; init; }

    /// <summary>As the broker words it: Stable, Empty, Dead, …; empty where it doesn't tell.</summary>
    public required string[] States { get; init; }

    /// <summary><c>consumer</c>, <c>connect</c>, …; empty for groups that only commit.</summary>
    public required string[] ProtocolTypes { get; init; }

    /// <summary>The id of the broker that coordinates it.</summary>
    public required int[] Coordinators { get; init; }

    /// <summary>
    /// Why its commits aren't known; <see cref="ErrorCode.NetworkException"/> where the coordinator did not answer. A
    /// share group has no commits and no error.
    /// </summary>
    public required ErrorCode[] Errors { get; init; }

    /// <summary>One longer than there are groups.</summary>
    public required int[] FirstCommit { get; init; }

    /// <summary>By commit: the partition's ordinal in <see cref="TopicColumns"/>.</summary>
    public required int[] Partitions { get; init; }

    /// <summary>By commit: the next offset to be read; -1 where nothing is committed.</summary>
    public required long[] Offsets { get; init; }

    public required ErrorCode[] OffsetErrors { get; init; }

    public int Count => Names.Length;

    internal ListedGroup[] CoordinatedBy(int broker) =>
        [
            .. Enumerable
                .Range(0, Count)
                .Where(group => Coordinators[group] == broker)
                .Select(group => new ListedGroup(Names[group], Types[group], States[group], ProtocolTypes[group])),
        ];
}
