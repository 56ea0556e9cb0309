using System.Collections.Immutable;

namespace Portal.Workers.Planning.Jobs;

/// <summary>What came into the topics of a job since some time, and after what its group has committed.</summary>
internal sealed record ArrivedTopics(ImmutableArray<Arrived> Topics)
{
    /// <summary>Null when one of them isn't known.</summary>
    public long? Records => Sum(topic => topic.Records);

    /// <inheritdoc cref="Records"/>
    public long? Uncommitted => Sum(topic => topic.Uncommitted);

    /// <summary>Those that are cut.</summary>
    public ImmutableArray<string> Cut => [.. Topics.Where(topic => topic.IsCut).Select(topic => topic.Table)];

    /// <summary>Of the others, those that may be cut.</summary>
    public ImmutableArray<string> MayBeCut =>
        [.. Topics.Where(topic => topic is { IsCut: false, MayBeCut: true }).Select(topic => topic.Table)];

    private long? Sum(Func<Arrived, long?> of) =>
        Topics.Any(topic => of(topic) is null) ? null : Topics.Sum(topic => of(topic)!.Value);
}
