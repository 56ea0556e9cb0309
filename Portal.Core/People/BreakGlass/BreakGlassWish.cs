using Portal.Core.Teams;

namespace Portal.Core.People.BreakGlass;

/// <summary>A role as somebody needs it in an emergency.</summary>
/// <param name="Team">By name.</param>
public sealed record BreakGlassWish(string Team, Role Role, string Reason)
{
    /// <summary>Reading the audit log stops no emergency.</summary>
    public static readonly IReadOnlyList<Role> Roles = [Role.Member, Role.Approver, Role.OnCall, Role.Platform];

    /// <summary>What is wrong with it, by field.</summary>
    public IReadOnlyDictionary<string, string> Complaints()
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!ActReason.Fits(Reason))
        {
            wrong["reason"] =
                $"Describe the emergency in {ActReason.Shortest} to {ActReason.Longest} characters: everybody reads it.";
        }

        if (!Roles.Contains(Role))
        {
            wrong["role"] = "Break-glass access is for members, approvers, on call and platform.";
        }
        else if (Role == Role.Platform && Team != Teams.Team.PlatformName)
        {
            wrong["team"] = $"Platform is a role of the team {Teams.Team.PlatformName}: it counts everywhere.";
        }

        return wrong;
    }
}
