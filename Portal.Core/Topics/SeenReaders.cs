using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Portal.Core.Topics;

/// <summary>A group that reads (or read) the topic.</summary>
/// <param name="Members">Null when not asked or not answered.</param>
/// <param name="LastMovedAt">When a committed offset was last seen to move; null when never seen.</param>
/// <param name="HasGap">The readings of the last ten minutes are not whole: silence proves nothing.</param>
/// <param name="Cluster">The cluster it reads on, where that is another than what it is evidence of; null: the same.</param>
public sealed record ReaderEvidence(
    string Group,
    int? Members,
    DateTimeOffset? LastMovedAt,
    bool HasGap,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cluster = null
)
{
    /// <summary>Its members are known, and whether it moved.</summary>
    [JsonIgnore]
    public bool IsWhole => Members is not null && !HasGap;
}

/// <summary>Who reads a topic and how much is written to it, as far as it is known.</summary>
/// <param name="AreAll">False: the newest readings are old or not whole, or the topic isn't in them yet: nobody can say that no one else reads it.</param>
/// <param name="WrittenPerSecond">What is written to it meanwhile, in records; null when not known.</param>
/// <param name="Ends">The end offsets of its partitions as last read, added up; null when not known.</param>
/// <param name="Committed">By group and partition, the offset that it reads next, as last answered. What it has no commit on isn't in it.</param>
public sealed record SeenReaders(
    ImmutableArray<ReaderEvidence> Groups,
    bool AreAll,
    double? WrittenPerSecond = null,
    long? Ends = null,
    IReadOnlyDictionary<string, IReadOnlyDictionary<int, long>>? Committed = null
)
{
    /// <summary>Some of the groups whose commits may not be read, where nothing else is missing for all readers to be known.</summary>
    public ImmutableArray<string> Unreadable { get; init; } = [];

    /// <summary>By group, the partitions where nothing waits for it, as last answered: what follows its commit there is transaction markers, which no reader gets.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<int>>? UpToDate { get; init; }
}
