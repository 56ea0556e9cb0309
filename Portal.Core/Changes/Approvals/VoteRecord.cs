using Portal.Core.Changes.Plans;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Approvals;

/// <summary>
/// What the audit keeps of a vote beside its words: which plan was judged, and what was said. The audit is what is sealed,
/// so it has to tell who approved what without the tables of plans and votes.
/// </summary>
/// <param name="Step">The title of the step it counts for; null when it counts for none.</param>
internal sealed record VoteRecord(int Plan, string Hash, VoteVerdict Verdict, string? Step, string Comment)
{
    public static VoteRecord Of(Vote vote, VotingRound round) =>
        new(
            round.Plan!.Number,
            vote.PlanHash,
            vote.Verdict,
            round.Steps.FirstOrDefault(step => step.Id == vote.StepId)?.Title,
            vote.Comment
        );

    public string ToJson() => CoreJson.Write(this);
}
