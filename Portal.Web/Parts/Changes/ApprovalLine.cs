using Portal.Core.Changes.Approvals;

namespace Portal.Web.Parts;

/// <summary>One step of approval: whose it is, how many votes it needs, and those given.</summary>
/// <param name="WhoCan">Names of who could still vote: "you or Grace".</param>
/// <param name="IsOverride">Asked for because a check that may be overridden said no.</param>
/// <param name="For">Which of the change's resources it is for; null when there is only one.</param>
public sealed record ApprovalLine(
    string Title,
    int Quorum,
    IReadOnlyList<VoteLine> Votes,
    string WhoCan,
    bool IsOverride = false,
    string? For = null
)
{
    public int Approvals => Votes.Count(vote => vote.Approves && vote.Counts);

    public bool IsComplete => Approvals >= Quorum;

    /// <summary>A vote is still missing.</summary>
    public bool IsOpen => !IsComplete && Refusal is null;

    /// <summary>How it stands, in the field's words.</summary>
    public (Tone Tone, string Word) Status =>
        Refusal switch
        {
            VoteVerdict.Reject => (Tone.Bad, "Rejected"),
            VoteVerdict.RequestChanges => (Tone.Warn, "Sent back"),
            _ => IsComplete ? (Tone.Ok, "Approved") : (Tone.Wait, "Waiting"),
        };

    private VoteVerdict? Refusal => Votes.FirstOrDefault(vote => !vote.Approves)?.Verdict;
}

/// <summary>A vote that wasn't taken back.</summary>
/// <param name="Counts">Whoever gave it may still approve.</param>
public sealed record VoteLine(
    string Person,
    VoteVerdict Verdict,
    string Words,
    string? Comment,
    DateTimeOffset At,
    bool Counts = true
)
{
    public bool Approves => Verdict == VoteVerdict.Approve;
}
