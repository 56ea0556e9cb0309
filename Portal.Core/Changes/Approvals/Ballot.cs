namespace Portal.Core.Changes.Approvals;

/// <summary>A vote as it was sent: about one plan, by number and hash.</summary>
public sealed record Ballot(int PlanNumber, string PlanHash, VoteVerdict Verdict, string Comment)
{
    /// <summary>What is wrong with its comment; null: nothing.</summary>
    internal Refusal? Problem() =>
        Verdict != VoteVerdict.Approve && Comment.Trim().Length == 0
            ? Invalid("Add a reason: the requester has to know what to change.")
        : Comment.Length > 4_000 ? Invalid("A comment has at most 4,000 characters.")
        : null;

    private static Refusal Invalid(string words) =>
        Refusal.Invalid(new Dictionary<string, string> { ["comment"] = words });
}
