using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Plans;

/// <summary>What was seen beside the plan: not hashed, dated, read again before applying.</summary>
public sealed record PlanEvidence(ImmutableArray<TopicEvidence> Topics)
{
    public static readonly PlanEvidence None = new([]);

    /// <summary>Null when nothing was seen of it: a forecast without a snapshot, or a plan made by an older build.</summary>
    public TopicEvidence? Of(ClusterId cluster, string topic) =>
        Topics.FirstOrDefault(t => t.Cluster == cluster && t.Topic == topic);

    public TopicEvidence? Of(Step step) => Of(step.Cluster, step.Topic);
}
