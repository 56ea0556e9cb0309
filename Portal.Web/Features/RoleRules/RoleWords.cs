using Portal.Core.People.Roster;
using Portal.Core.Teams;

namespace Portal.Web.Features.RoleRules;

/// <summary>Roles as people read them.</summary>
internal static class RoleWords
{
    public static string Of(Role role) => role == Role.OnCall ? "On call" : role.ToString();

    /// <summary>With what it counts for, where that isn't all that the team owns.</summary>
    public static string Of(RoleRow row) => row.Only is { } only ? $"{Of(row.Role)} only {only.InWords}" : Of(row.Role);

    public static string Means(Role role) =>
        role switch
        {
            Role.Viewer => "Sees the records of the team's topics, masked",
            Role.Owner => "Manages the team: its people, its Portal service accounts, how it is reached",
            Role.Member => "Requests changes for the team",
            Role.Approver => "Requests and approves the team's changes",
            Role.OnCall => "Stops changes and decides on stuck ones",
            Role.Platform =>
                "Runs the portal: clusters, people, rules. Requests and stops changes of every team, and approves nothing by that",
            Role.Auditor => "Reads the audit log; sees every team",
            _ => "",
        };
}
