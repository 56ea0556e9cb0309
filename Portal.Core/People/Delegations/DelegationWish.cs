namespace Portal.Core.People.Delegations;

/// <summary>Somebody who is to vote for an approver.</summary>
/// <param name="Team">By name.</param>
/// <param name="Delegate">The handle of who votes.</param>
/// <param name="StartsAt">Null: now.</param>
public sealed record DelegationWish(
    string Team,
    string Delegate,
    DateTimeOffset? StartsAt,
    DateTimeOffset EndsAt,
    string Reason
)
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    // Whole days in which the clocks are set back last an hour longer.
    private static readonly TimeSpan Furthest = Longest + TimeSpan.FromHours(1);

    /// <summary>What is wrong with it, by field. Fields are named as the API names them.</summary>
    public IReadOnlyDictionary<string, string> Complaints(DateTimeOffset now)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!ActReason.Fits(Reason))
        {
            wrong["reason"] =
                $"Give the reason in {ActReason.Shortest} to {ActReason.Longest} characters: it stays beside the delegation.";
        }

        if (StartsAt is { } start && (start < now.AddMinutes(-1) || start > now + Furthest))
        {
            wrong["startsAt"] = $"A delegation begins now, or within {Longest.TotalDays:0} days.";
        }
        else if (EndsAt <= (StartsAt ?? now) || EndsAt > (StartsAt ?? now) + Furthest)
        {
            wrong["expiresAt"] = $"A delegation ends after it begins, and within {Longest.TotalDays:0} days of that.";
        }

        return wrong;
    }
}
