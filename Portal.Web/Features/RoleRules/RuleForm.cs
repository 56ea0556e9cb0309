using Portal.Core.People.Federation;
using Portal.Core.Teams;

namespace Portal.Web.Features.RoleRules;

/// <summary>A rule as it is typed.</summary>
public sealed class RuleForm
{
    public string Provider { get; set; } = "";
    public string Claim { get; set; } = "";
    public string Value { get; set; } = "";
    public string Team { get; set; } = "";
    public Role Role { get; set; } = Role.Member;

    /// <summary>The one that the role counts for alone, by name; empty: all that the team owns.</summary>
    public string Environment { get; set; } = "";

    /// <summary>Some roles count for the team, or everywhere.</summary>
    public bool CanBeLimited => RoleScope.Roles.Contains(Role);

    public RuleWish ToWish() =>
        new(
            Provider,
            Claim,
            Value.Trim(),
            Team.Trim(),
            Role,
            CanBeLimited && Environment.Length > 0 ? Environment : null
        );
}
