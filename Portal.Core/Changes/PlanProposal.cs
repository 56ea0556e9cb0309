namespace Portal.Core.Changes;

/// <summary>What planning came to.</summary>
public abstract record PlanProposal
{
    private PlanProposal() { }

    public sealed record Ready(
        PlanBody Body,
        PlanEvidence Evidence,
        RiskAssessment Risk,
        IReadOnlyList<Finding> Findings,
        IReadOnlyList<StepDraft> Approvals
    ) : PlanProposal;

    /// <summary>Live is what is wanted already.</summary>
    /// <param name="Live">What is there, to be recorded as managed.</param>
    public sealed record NothingToDo(IReadOnlyList<LiveCluster> Live) : PlanProposal;

    /// <summary>The request itself has to change; the words say how.</summary>
    public sealed record Impossible(string Words) : PlanProposal;
}

/// <summary>What live and wanted alone come to, before anybody has looked at what the steps would do.</summary>
public abstract record PlanOutline
{
    private PlanOutline() { }

    /// <summary>To be judged, with evidence, into a <see cref="PlanProposal.Ready"/>.</summary>
    public sealed record Steps(PlanBody Body) : PlanOutline;

    /// <summary>There won't be a plan.</summary>
    public sealed record Ended(PlanProposal Why) : PlanOutline;
}
