using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.People;
using Portal.Core.People.Roles;
using Portal.Core.People.Roster;
using Portal.Core.Teams;

namespace Portal.Web.Api.People;

/// <summary>What a person is in a team, and where that comes from.</summary>
public sealed record RoleDto(
    [property: Description("The team's name.")] string Team,
    string TeamTitle,
    Role Role,
    [property: Description("A role rule gives it.")] bool ByRule,
    [property: Description("From then on it doesn't count; null: it has no end.")] DateTimeOffset? ExpiresAt,
    [property: Description("The handle of who gave it; null where nobody did.")] string? GivenBy,
    DateTimeOffset? GivenAt,
    string? Reason,
    [property: Description("For some hours, at their own request; it doesn't count for their API tokens.")]
        bool IsElevation,
    [property: Description("What it counts for; null: for all that the team owns.")] RoleScopeDto? Only
)
{
    public static RoleDto Of(RoleRow row) =>
        new(
            row.Team,
            row.TeamTitle,
            row.Role,
            row.ByRule,
            row.ExpiresAt,
            row.GivenBy,
            row.GivenAt,
            row.Reason,
            row.IsElevation,
            RoleScopeDto.Of(row.Only)
        );
}

/// <summary>What a role counts for: an environment, or one resource of the team's.</summary>
public sealed record RoleScopeDto(
    [property: Description("By name; null where it is one resource.")] string? Environment = null,
    [property: Description("The resource's kind: topic.")] string? Kind = null,
    [property: Description("The resource's cluster, by name.")] string? Cluster = null,
    string? Name = null
)
{
    internal static RoleScopeDto? Of(WantedScope? only) =>
        only is null ? null : new(only.Environment, only.Kind, only.Cluster, only.Name);

    internal WantedScope ToWish() => new(Environment, Kind, Cluster, Name);
}

/// <summary>A role to be given.</summary>
public sealed record RoleRequestDto(
    [property: MinLength(ActReason.Shortest), MaxLength(ActReason.Longest)] string Reason,
    [property: Description("When it ends: within a year.")] DateTimeOffset ExpiresAt,
    [property: Description("What it counts for, of member, approver and on call; null: for all that the team owns.")]
        RoleScopeDto? Only = null
);
