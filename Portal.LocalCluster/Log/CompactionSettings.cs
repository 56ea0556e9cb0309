namespace Portal.LocalCluster.Log;

/// <summary>How a partition is compacted; names and meaning are Kafka's.</summary>
/// <param name="MinDirtyRatio">Which share of the log must be new for it to be worth it.</param>
/// <param name="MinLag">Younger records stay as they are.</param>
/// <param name="MaxLag">A record that is older is compacted whatever share is new; null: no such limit.</param>
/// <param name="TombstoneRetention">How long tombstones, and markers of transactions without records, stay once they are all that is left.</param>
public sealed record CompactionSettings(
    double MinDirtyRatio,
    TimeSpan MinLag,
    TimeSpan? MaxLag,
    TimeSpan TombstoneRetention
);
