namespace Portal.Core.Topics;

/// <summary>What one partition holds, as its cluster told; null is what it didn't.</summary>
/// <param name="KeptFrom">The first offset that isn't older than the new retention; null also when there is none.</param>
/// <param name="Bytes">On disk, all copies together; null also with tiered storage, where only a part lies there.</param>
public sealed record PartitionHolding(long? First, long? End, long? KeptFrom, long? Bytes, int Copies);

/// <summary>
/// How much of a topic goes. Of a cut it is an estimate: brokers delete whole segments, and bytes are taken to be spread
/// evenly over the records of a partition.
/// </summary>
/// <param name="Bytes">On disk, all copies together.</param>
public readonly record struct DataLossEstimate(long? Records, long? Bytes)
{
    public static DataLossEstimate Of(DataLoss loss, IReadOnlyList<PartitionHolding> held) =>
        loss switch
        {
            DataLoss.Nothing => new(0, 0),
            DataLoss.All => new(Sum(held, p => RecordsOf(loss, p)), Sum(held, p => p.Bytes)),
            DataLoss.Beyond beyond => new(
                Sum(held, p => RecordsOf(loss, p)),
                Sum(held, p => Part(Share(beyond, p), p.Bytes))
            ),
            _ => new(null, null),
        };

    /// <summary>How many of one partition's records go, from the oldest on; null where that isn't known.</summary>
    public static long? RecordsOf(DataLoss loss, PartitionHolding held) =>
        loss switch
        {
            DataLoss.Nothing => 0,
            DataLoss.All => held.End - held.First,
            DataLoss.Beyond beyond => Part(Share(beyond, held), held.End - held.First),
            _ => null,
        };

    // Both limits hold at once, from the oldest record on: the one that takes more decides.
    private static double? Share(DataLoss.Beyond limits, PartitionHolding held) =>
        (ByTime(limits, held), BySize(limits, held)) is ({ } time, { } size) ? Math.Max(time, size) : null;

    private static double? ByTime(DataLoss.Beyond limits, PartitionHolding held) =>
        limits.Milliseconds is null ? 0
        : held.End == held.First ? 0
        : held is { First: { } first, End: { } end, KeptFrom: { } kept }
            ? (double)(Math.Clamp(kept, first, end) - first) / (end - first)
        : null;

    private static double? BySize(DataLoss.Beyond limits, PartitionHolding held) =>
        limits.Bytes is not { } limit ? 0
        : held.Bytes is not { } all ? null
        : (double)all / held.Copies is var copy && copy > limit ? (copy - limit) / copy
        : 0;

    private static long? Part(double? share, long? whole) => share * whole is { } part ? (long)Math.Round(part) : null;

    // One partition that isn't known makes the sum unknown.
    private static long? Sum(IReadOnlyList<PartitionHolding> held, Func<PartitionHolding, long?> amount) =>
        held.Any(p => amount(p) is null) ? null : held.Sum(p => amount(p)!.Value);
}
