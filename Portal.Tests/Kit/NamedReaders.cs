using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Topics;

namespace Portal.Tests.Kit;

/// <summary>Topics whose readers a test names itself.</summary>
public sealed class NamedReaders : ITopicReaders
{
    public ImmutableArray<ReaderEvidence> Readers { get; set; } = [];

    /// <summary>False: there may be others.</summary>
    public bool AreAll { get; set; } = true;

    public Task<SeenReaders> Of(ClusterId cluster, string topic, CancellationToken stop) =>
        Task.FromResult(new SeenReaders(Readers, AreAll));
}
