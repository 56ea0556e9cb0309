namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>What every job of this process is bound by.</summary>
/// <param name="MostStateBytes">As a snapshot writes it; on the heap it takes several times that.</param>
/// <param name="Slots">They are all jobs' together.</param>
/// <param name="MostStateBytesOfAll">Of all jobs together.</param>
public sealed record StreamSettings(
    long MostStateRows,
    long MostStateBytes,
    int Slots,
    long MostStateBytesOfAll = long.MaxValue
);
