using System.ComponentModel;
using Portal.Core.People.Permissions;
using Portal.Core.Teams;

namespace Portal.Web.Api.People;

/// <summary>A role that allows something by itself.</summary>
public sealed record HeldRoleDto(
    [property: Description("The team's name.")] string Team,
    string TeamTitle,
    Role Role,
    bool IsElevation,
    [property: Description("What it counts for; null: for all that the team owns.")] RoleScopeDto? Only
);

/// <summary>Whether somebody may do something, and why.</summary>
public sealed record PermissionDto(
    string Act,
    bool Granted,
    [property: Description("Each role that allows it by itself; none where it needs none.")]
        IReadOnlyList<HeldRoleDto> Because,
    [property: Description("Null where it is granted.")] string? WhyNot
)
{
    public static PermissionDto Of(ExplainedPermission permission) =>
        new(
            permission.Act,
            permission.Granted,
            [
                .. permission.Because.Select(role => new HeldRoleDto(
                    role.Team,
                    role.TeamTitle,
                    role.Role,
                    role.IsElevation,
                    RoleScopeDto.Of(role.Only)
                )),
            ],
            permission.WhyNot
        );
}

/// <summary>What a person may do by their roles now.</summary>
public sealed record PersonPermissionsDto(
    string Handle,
    string Name,
    [property: Description("The team that inTeam is about, by name.")] string Team,
    IReadOnlyList<PermissionDto> InTeam,
    IReadOnlyList<PermissionDto> Everywhere
)
{
    public static PersonPermissionsDto Of(PersonPermissions found) =>
        new(
            found.Handle,
            found.Name,
            found.Team.Name,
            [.. found.InTeam.Select(PermissionDto.Of)],
            [.. found.Everywhere.Select(PermissionDto.Of)]
        );
}
