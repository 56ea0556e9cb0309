using System.ComponentModel.DataAnnotations;

namespace Portal.LocalCluster;

public sealed partial class LocalClusterOptions
{
    /// <summary>Rows of state that a stream job may keep; one that needs more fails and says so.</summary>
    [Range(1, long.MaxValue)]
    public long MaxStateRows { get; set; } = 1_000_000;

    /// <summary>Bytes of state that a stream job may keep, as its snapshots have it; one that needs more fails and says so.</summary>
    [Range(1, long.MaxValue)]
    public long MaxStateBytes { get; set; } = 256 << 20;

    /// <summary>Bytes of state that all stream jobs together may keep; beyond it the one with the most fails and says so.</summary>
    [Range(1, long.MaxValue)]
    public long MaxStateBytesOfAllJobs { get; set; } = 512 << 20;

    /// <summary>Task slots of the stream runtime: a job takes as many as its parallelism, and waits while they aren't free.</summary>
    [Range(1, 10_000)]
    public int TaskSlots { get; set; } = 32;

    /// <summary>A job that waits for slots for longer has failed; Flink's slot.request.timeout, and its default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "24:00:00")]
    public TimeSpan SlotRequestTimeout { get; set; } = TimeSpan.FromMinutes(5);
}
