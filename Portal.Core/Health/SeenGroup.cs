using System.Collections.Immutable;
using Portal.Core.Topics;

namespace Portal.Core.Health;

public enum GroupType
{
    Unknown,
    Classic,
    Consumer,
    Share,
}

/// <summary>A consumer group as the collector last saw it.</summary>
public sealed class SeenGroup
{
    public required ClusterId ClusterId { get; init; }
    public required string Name { get; init; }
    public required GroupType Type { get; set; }

    /// <summary>As the coordinator says it: Stable, Empty, PreparingRebalance, …</summary>
    public required string State { get; set; }

    /// <summary>Null when not asked or not answered.</summary>
    public int? Members { get; set; }

    /// <summary>False: some of its commits weren't answered, so what it reads isn't known.</summary>
    public bool AreCommitsRead { get; set; } = true;
    public required DateTimeOffset FirstSeenAt { get; init; }
    public required DateTimeOffset SeenAt { get; set; }
    public DateTimeOffset? GoneAt { get; set; }

    /// <inheritdoc cref="SeenTopic.Structure"/>
    public long Structure { get; set; }
}
