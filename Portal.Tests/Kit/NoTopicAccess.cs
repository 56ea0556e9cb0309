using Portal.Core;
using Portal.Core.Topics;

namespace Portal.Tests.Kit;

/// <summary>No ACLs were seen.</summary>
public sealed class NoTopicAccess : ITopicAccess
{
    public Task<ILookup<string, TopicAcl>> Of(
        ClusterId cluster,
        IReadOnlyCollection<string> topics,
        CancellationToken stop
    ) => Task.FromResult(Enumerable.Empty<TopicAcl>().ToLookup(_ => ""));
}
