using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Judging;

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

    /// <summary>Live is what is wanted already, as far as the engine can have it.</summary>
    /// <param name="Live">What is there, to be recorded as managed.</param>
    /// <param name="LeftOut">What the engine can't have, in words; null: nothing.</param>
    public sealed record NothingToDo(IReadOnlyList<LiveEngine> Live, string? LeftOut) : PlanProposal;

    /// <summary>The clock's end of something whose end was moved meanwhile: it ends nothing.</summary>
    public sealed record Overtaken(string Words) : PlanProposal;

    /// <summary>The request itself has to change; the words say how.</summary>
    /// <param name="Resources">Each that is impossible in itself; none where it is the change as a whole.</param>
    public sealed record Impossible(string Words, IReadOnlyList<ImpossibleResource> Resources) : PlanProposal
    {
        public Impossible(string words)
            : this(words, []) { }
    }
}
