using Portal.Core.Changes.Judging;

namespace Portal.Core.Changes.Plans;

/// <summary>What live and wanted alone come to, before anybody has looked at what the steps would do.</summary>
public abstract record PlanOutline
{
    private PlanOutline() { }

    /// <summary>To be judged, with evidence, into a <see cref="PlanProposal.Ready"/>.</summary>
    public sealed record Steps(PlanBody Body) : PlanOutline;

    /// <summary>There won't be a plan.</summary>
    public sealed record Ended(PlanProposal Why) : PlanOutline;
}
