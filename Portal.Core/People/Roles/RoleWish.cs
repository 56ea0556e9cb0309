using Portal.Core.Teams;

namespace Portal.Core.People.Roles;

/// <summary>Whose role: a person's, or a Portal service account's. One handle is never both.</summary>
public sealed record RoleHolder(string Handle, bool IsAccount = false)
{
    /// <summary>What an account can be. Approving, deciding on stuck runs, and what platform engineers do, is for people.</summary>
    public static readonly IReadOnlyList<Role> RolesOfAccounts = [Role.Viewer, Role.Member, Role.Auditor];
}

/// <summary>A role as somebody wants to give it.</summary>
/// <param name="Team">By name.</param>
public sealed record RoleWish(RoleHolder Person, string Team, Role Role, string Reason, DateTimeOffset ExpiresAt)
{
    /// <summary>For some hours, at the person's own request.</summary>
    public bool IsElevation { get; init; }

    /// <summary>What it counts for; null: for all that the team owns.</summary>
    public WantedScope? Only { get; init; }

    /// <summary>A role that is needed for longer is given again, so that somebody looks at it once a year.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>What is wrong with it, by field. Fields are named as the API names them.</summary>
    public IReadOnlyDictionary<string, string> Complaints(DateTimeOffset now)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!ActReason.Fits(Reason))
        {
            wrong["reason"] =
                $"Give the reason in {ActReason.Shortest} to {ActReason.Longest} characters: it stays beside the role.";
        }

        if (ExpiresAt <= now || ExpiresAt > now + Longest)
        {
            wrong["expiresAt"] =
                "A role ends within a year from now. One that is needed for longer is given again then.";
        }

        return wrong;
    }
}
