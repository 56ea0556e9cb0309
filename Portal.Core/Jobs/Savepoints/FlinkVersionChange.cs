using System.Text.Json.Serialization;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>Another version of Flink came to answer at the same address, with the state that the former one wrote.</summary>
/// <param name="Former">As it reported itself: "2.2.0".</param>
/// <param name="Since">When <paramref name="Now"/> was first seen.</param>
public sealed record FlinkVersionChange(string Former, string Now, DateTimeOffset Since)
{
    /// <summary>An earlier minor version runs now: Flink doesn't support reading what a later one wrote.</summary>
    [JsonIgnore]
    public bool IsDowngrade =>
        FlinkRelease.Minor(Now) is { } now && FlinkRelease.Minor(Former) is { } former && now < former;

    /// <summary>A later minor version runs now. Patches of one minor version read each other's state.</summary>
    [JsonIgnore]
    public bool IsUpgrade =>
        FlinkRelease.Minor(Now) is { } now && FlinkRelease.Minor(Former) is { } former && now > former;
}
