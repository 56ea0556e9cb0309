using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Topics;

namespace Portal.Tests.Kit;

/// <summary>Topics whose readers a test names itself.</summary>
public sealed class NamedReaders : ITopicReaders
{
    public ImmutableArray<ReaderEvidence> Readers { get; set; } = [];

    /// <summary>Which topics they read.</summary>
    public Predicate<string> IsRead { get; set; } = _ => true;

    /// <summary>False: there may be others.</summary>
    public bool AreAll { get; set; } = true;

    public double? WrittenPerSecond { get; set; }

    public long? Ends { get; set; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<int, long>>? Committed { get; set; }

    public IReadOnlyDictionary<string, IReadOnlySet<int>>? UpToDate { get; set; }

    public Task<bool> AreWhole(ClusterId cluster, CancellationToken stop) => Task.FromResult(AreAll);

    public Task<IReadOnlyDictionary<string, SeenReaders>> Of(
        ClusterId cluster,
        IReadOnlyCollection<string> topics,
        CancellationToken stop
    ) =>
        Task.FromResult<IReadOnlyDictionary<string, SeenReaders>>(
            topics.ToDictionary(
                topic => topic,
                topic => new SeenReaders(IsRead(topic) ? Readers : [], AreAll, WrittenPerSecond, Ends, Committed)
                {
                    UpToDate = UpToDate,
                },
                StringComparer.Ordinal
            )
        );
}
