using Portal.Core;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying;

/// <summary>A run in our hands: what was claimed, the plan it carries out, and where its steps act.</summary>
public sealed class RunWork(Claim claim, Plan plan, IKafkaClusters clusters, ActBefore deadline, Patience patience)
{
    private readonly Dictionary<ClusterId, IKafkaCluster> opened = [];

    public Claim Claim => claim;

    public Plan Plan => plan;

    public PlanBody Body { get; } = plan.Body;

    // Opened once: a registration that changes meanwhile closes its connections, and the next claim opens anew.
    public async Task<StepScope> At(Step step, CancellationToken stop)
    {
        if (!opened.TryGetValue(step.Cluster, out var cluster))
        {
            opened[step.Cluster] = cluster = await clusters.Open(step.Cluster, stop);
        }

        return new(cluster, deadline, patience);
    }
}
