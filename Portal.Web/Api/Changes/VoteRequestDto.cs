using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.Changes.Approvals;

namespace Portal.Web.Api.Changes;

/// <summary>A judgement of one plan: another plan than the one named is not judged by it.</summary>
public sealed record VoteRequestDto(
    [property: Range(1, int.MaxValue)] int PlanNumber,
    [property: Description("The plan's hash, 64 hexadecimal digits."), RegularExpression("^[0-9a-f]{64}$")]
        string PlanHash,
    VoteVerdict Verdict,
    [property: Description("Needed to reject or to send back."), MaxLength(4_000)] string Comment = ""
)
{
    public Ballot ToBallot() => new(PlanNumber, PlanHash, Verdict, Comment);
}
