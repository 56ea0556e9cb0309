using Portal.Core.Changes;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying;

/// <summary>A run in our hands: what was claimed, the plan it carries out, and where its steps act.</summary>
public sealed class RunWork(Claim claim, Plan plan, IKafkaClusters clusters, ActBefore deadline, Patience patience)
{
    public Claim Claim => claim;

    public Plan Plan => plan;

    public PlanBody Body { get; } = plan.Body;

    public async Task<StepScope> At(Step step, CancellationToken stop) =>
        new(await clusters.Open(step.Cluster, stop), deadline, patience);
}
