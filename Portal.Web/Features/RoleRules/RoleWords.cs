using Portal.Core.Teams;

namespace Portal.Web.Features.RoleRules;

/// <summary>Roles as people read them.</summary>
internal static class RoleWords
{
    public static string Of(Role role) => role == Role.OnCall ? "On call" : role.ToString();

    public static string Means(Role role) =>
        role switch
        {
            Role.Member => "Requests changes for the team",
            Role.Approver => "Requests and approves the team's changes",
            Role.OnCall => "Stops changes and decides on stuck ones",
            Role.Platform => "May do everything, in every team",
            Role.Auditor => "Reads the audit log; sees every team",
            _ => "",
        };
}
