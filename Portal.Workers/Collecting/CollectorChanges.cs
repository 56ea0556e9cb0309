using Portal.Core.Health.Readings;

namespace Portal.Workers.Collecting;

/// <summary>What a reading changed in the collector's state: only this is written beside the packs, so cost grows with what changed.</summary>
internal sealed class CollectorChanges
{
    public List<TrackedTopic> NewTopics { get; } = [];
    public List<TrackedTopic> ChangedTopics { get; } = [];

    /// <summary>Larger or smaller on disk than before. That alone makes none of them a changed one.</summary>
    public List<TrackedTopic> ResizedTopics { get; } = [];

    /// <summary>Certainly gone: the name belongs to another incarnation, or the cluster says that there is none.</summary>
    public List<TrackedTopic> GoneTopics { get; } = [];

    public List<TrackedGroup> NewGroups { get; } = [];
    public List<TrackedGroup> ChangedGroups { get; } = [];
    public List<TrackedGroup> GoneGroups { get; } = [];

    /// <summary>Others are in them, or it isn't told any more who is.</summary>
    public List<TrackedGroup> ChangedRosters { get; } = [];

    /// <summary>Places in the packs that nothing lies at any more.</summary>
    public List<SeriesRun> EndedRuns { get; } = [];

    public bool Any =>
        NewTopics.Count
            + ChangedTopics.Count
            + GoneTopics.Count
            + NewGroups.Count
            + ChangedGroups.Count
            + GoneGroups.Count
        > 0;
}
