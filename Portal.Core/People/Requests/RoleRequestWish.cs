using Portal.Core.People.Roles;
using Portal.Core.Teams;

namespace Portal.Core.People.Requests;

/// <summary>A role as somebody wants it for themselves: until a moment, or for some hours from when it is granted.</summary>
/// <param name="Team">By name.</param>
/// <param name="Only">What it is to count for; null: for all that the team owns.</param>
public sealed record RoleRequestWish(
    string Team,
    Role Role,
    string Reason,
    DateTimeOffset? EndsAt,
    int? ElevationHours,
    WantedScope? Only = null
)
{
    public const int LongestElevation = 8;

    /// <summary>What is wrong with it, by field. Fields are named as the API names them.</summary>
    public IReadOnlyDictionary<string, string> Complaints(DateTimeOffset now)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!ActReason.Fits(Reason))
        {
            wrong["reason"] =
                $"Give the reason in {ActReason.Shortest} to {ActReason.Longest} characters: whoever decides reads it.";
        }

        if (EndsAt is null == ElevationHours is null)
        {
            wrong["roleExpiresAt"] = "Send either roleExpiresAt, or elevationHours for an elevation.";
        }
        else if (EndsAt is { } end && (end <= now || end > now + RoleWish.Longest))
        {
            wrong["roleExpiresAt"] = "A role ends within a year from now.";
        }

        if (ElevationHours is <= 0 or > LongestElevation)
        {
            wrong["elevationHours"] = $"An elevation is for 1 to {LongestElevation} hours.";
        }

        if (Only is not null && ElevationHours is not null)
        {
            wrong["scope"] =
                "An elevation counts for all that the team owns. Request the role until a moment to limit it.";
        }

        if (Role == Role.Platform && Team != Teams.Team.PlatformName)
        {
            wrong["team"] = $"Platform is a role of the team {Teams.Team.PlatformName}: it counts everywhere.";
        }

        return wrong;
    }
}
