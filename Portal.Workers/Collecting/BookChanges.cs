namespace Portal.Workers.Collecting;

/// <summary>What a reading changed in the book: only this is written beside the packs, so cost grows with what changed.</summary>
internal sealed class BookChanges
{
    public List<TopicBook> NewTopics { get; } = [];
    public List<TopicBook> ChangedTopics { get; } = [];

    /// <summary>Certainly gone: the name belongs to another incarnation, or the cluster says that there is none.</summary>
    public List<TopicBook> GoneTopics { get; } = [];

    /// <summary>Were there, and aren't told any more: deleted, or not ours to see. Asked about by name.</summary>
    public List<TopicBook> VanishedTopics { get; } = [];

    public List<GroupBook> NewGroups { get; } = [];
    public List<GroupBook> ChangedGroups { get; } = [];
    public List<GroupBook> GoneGroups { get; } = [];

    /// <inheritdoc cref="VanishedTopics"/>
    public List<GroupBook> VanishedGroups { get; } = [];
}
