using System.Numerics;

namespace Portal.LocalCluster.Streams.State;

/// <summary>Key groups from one to another, both in it.</summary>
public readonly record struct KeyGroupRange(int First, int Last)
{
    public bool Has(int group) => group >= First && group <= Last;

    public bool Overlaps(KeyGroupRange other) => First <= other.Last && other.First <= Last;
}

/// <summary>
/// What keyed state is divided by: each key is in one of the max. parallelism's groups for good, and each subtask has the groups of a range. The
/// rules are Flink's (KeyGroupRangeAssignment), the keys' hashes are our own.
/// </summary>
public static class KeyGroups
{
    private const int LeastByDefault = 128;

    /// <summary>No job has more.</summary>
    public const int Most = 1 << 15;

    /// <summary>How many a job has that names no number: so many that it may grow.</summary>
    public static int Default(int parallelism) =>
        Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)(parallelism + (parallelism / 2))), LeastByDefault, Most);

    public static int Of(object?[] key, int maxParallelism) => Murmur(KeyHash.Of(key)) % maxParallelism;

    public static int SubtaskOf(int group, int parallelism, int maxParallelism) => group * parallelism / maxParallelism;

    public static KeyGroupRange RangeOf(int subtask, int parallelism, int maxParallelism) =>
        new(
            ((subtask * maxParallelism) + parallelism - 1) / parallelism,
            (((subtask + 1) * maxParallelism) - 1) / parallelism
        );

    // MathUtils.murmurHash of Flink.
    private static int Murmur(int code)
    {
        unchecked
        {
            var hash = (uint)code * 0xCC9E_2D51;
            hash = BitOperations.RotateLeft(hash, 15) * 0x1B87_3593;
            hash = (BitOperations.RotateLeft(hash, 13) * 5) + 0xE654_6B64;
            hash ^= sizeof(int);
            hash = (hash ^ (hash >> 16)) * 0x85EB_CA6B;
            hash = (hash ^ (hash >> 13)) * 0xC2B2_AE35;
            var mixed = (int)(hash ^ (hash >> 16));
            return mixed == int.MinValue ? 0 : Math.Abs(mixed);
        }
    }
}
