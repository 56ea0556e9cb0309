namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>What every job of this process is bound by.</summary>
/// <param name="Slots">How many tasks a Flink of this size would have room for; more jobs only share it.</param>
public sealed record StreamSettings(long MostStateRows, int Slots);
