using System.ComponentModel;
using Portal.Core.Changes.Approvals;

namespace Portal.Web.Api.Changes;

/// <summary>A judgement of one plan: another plan than the one named is not judged by it.</summary>
public sealed record VoteRequestDto(
    int PlanNumber,
    [property: Description("The plan's hash, 64 hexadecimal digits.")] string PlanHash,
    VoteVerdict Verdict,
    [property: Description("Needed to reject or to send back.")] string Comment = ""
)
{
    public Ballot ToBallot() => new(PlanNumber, PlanHash, Verdict, Comment);
}
