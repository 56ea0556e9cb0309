using Portal.Core.Changes.Plans;

namespace Portal.Workers.Applying;

/// <summary>A run in our hands: what was claimed, the plan it carries out, and where its steps act.</summary>
public sealed class RunWork(RunClaim claim, Plan plan, StepScope scope)
{
    public RunClaim Claim => claim;

    public Plan Plan => plan;

    public PlanBody Body { get; } = plan.Body;

    public StepScope Scope => scope;
}
