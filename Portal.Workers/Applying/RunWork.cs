using Portal.Core.Changes.Plans;

namespace Portal.Workers.Applying;

/// <summary>A run in our hands: what was claimed, the plan it carries out, and where its steps act.</summary>
public sealed class RunWork(RunClaim claim, Plan plan, PlanBody body, StepScope scope)
{
    public RunClaim Claim => claim;

    public Plan Plan => plan;

    public PlanBody Body => body;

    public StepScope Scope => scope;
}
