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

    public RuleWish ToWish() => new(Provider, Claim, Value.Trim(), Team.Trim(), Role);
}
