using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.People.Federation;
using Portal.Core.Teams;

namespace Portal.Web.Api.People;

/// <summary>Whoever has this claim at this provider has this role in this team.</summary>
public sealed record RoleRuleDto(
    int Id,
    [property: Description("The provider's key in the settings.")] string Provider,
    string Claim,
    string Value,
    string Team,
    Role Role,
    [property: Description("It comes from the settings and can't be removed here.")] bool FromSettings,
    [property: Description("Its provider is configured.")] bool InForce,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    [property: Description("How many people have the claim, as of their last sign-in.")] int People,
    [property: Description("The one that the role counts for alone; null: for all that the team owns.")]
        string? Environment
)
{
    public static RoleRuleDto Of(RuleRow row) =>
        new(
            row.Id,
            row.Provider,
            row.Claim,
            row.Value,
            row.Team,
            row.Role,
            row.FromSettings,
            row.IsInForce,
            row.CreatedBy,
            row.CreatedAt,
            row.People,
            row.Environment
        );
}

/// <summary>A rule to be added.</summary>
public sealed record RoleRuleRequestDto(
    [property: Description("The provider's key in the settings.")] string Provider,
    [property:
        Description("The claim's name: groups, unless the provider is set up otherwise."),
        Length(1, RuleWish.LongestClaim)
    ]
        string Claim,
    [property: Description("The group as the provider names it."), Length(1, ClaimValue.LongestValue)] string Value,
    [property: Description("By name; a team is created when there is none of that name."), Length(1, 61)] string Team,
    Role Role,
    [property: Description(
        "The one that the role counts for alone, of member, approver and on call; null: all that the team owns."
    )]
        string? Environment = null
)
{
    public RuleWish ToWish() => new(Provider, Claim, Value, Team, Role, Environment);
}

/// <summary>What to preview: a rule to be added, or the number of one to be removed.</summary>
public sealed record RulePreviewRequestDto(RoleRuleRequestDto? Add = null, int? Remove = null);

public sealed record TeamRoleDto(
    string Team,
    Role Role,
    [property: Description("The one that it counts for alone; null: for all that the team owns.")] string? Environment
)
{
    public static TeamRoleDto Of(TeamRole role) => new(role.Team, role.Role, role.Environment);
}

/// <summary>What adding or removing a rule changes.</summary>
public sealed record RuleEffectDto(
    [property: Description("The title of the team that comes with it; null when it is there already.")] string? NewTeam,
    IReadOnlyList<RoleChangeDto> People
)
{
    public static RuleEffectDto Of(RuleEffect effect) =>
        new(
            effect.NewTeam,
            [
                .. effect.People.Select(person => new RoleChangeDto(
                    person.Handle,
                    person.Name,
                    [.. person.Added.Select(TeamRoleDto.Of)],
                    [.. person.Removed.Select(TeamRoleDto.Of)],
                    person.KeepsAny
                )),
            ]
        );
}

public sealed record RoleChangeDto(
    string Handle,
    string Name,
    IReadOnlyList<TeamRoleDto> Added,
    IReadOnlyList<TeamRoleDto> Removed,
    [property: Description("False: the person has no role left, and no access.")] bool KeepsAccess
);

/// <summary>Somebody who signed in at a provider.</summary>
public sealed record FederatedPersonDto(
    string Handle,
    string Name,
    string Email,
    string Provider,
    DateTimeOffset SignedInAt,
    [property: Description("The claims that rules may name, as of the last sign-in.")] IReadOnlyList<ClaimDto> Claims,
    IReadOnlyList<TeamRoleDto> Roles
)
{
    public static FederatedPersonDto Of(FederatedPerson person) =>
        new(
            person.Handle,
            person.Name,
            person.Email,
            person.Provider,
            person.SignedInAt,
            [.. person.Claims.Select(claim => new ClaimDto(claim.Claim, claim.Value))],
            [.. person.Roles.Select(TeamRoleDto.Of)]
        );
}

public sealed record ClaimDto(string Claim, string Value);
