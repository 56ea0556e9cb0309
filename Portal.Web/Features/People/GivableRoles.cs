using Portal.Core.People.Roles;
using Portal.Core.Teams;

namespace Portal.Web.Features.People;

/// <summary>What somebody may give and take, so that nothing else is offered.</summary>
internal static class GivableRoles
{
    /// <returns>By team; without those where it is nothing.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<Role>> Of(
        Caller who,
        IReadOnlyList<Team> teams,
        IReadOnlyList<Role> among
    ) =>
        teams
            .Select(team => (team.Name, Roles: In(team, who, among)))
            .Where(team => team.Roles.Count > 0)
            .ToDictionary(team => team.Name, team => team.Roles, StringComparer.Ordinal);

    private static IReadOnlyList<Role> In(Team team, Caller who, IReadOnlyList<Role> among) =>
        [
            .. among
                .Where(role => role != Role.Platform || team.Name == Team.PlatformName)
                .Where(role => RoleGrants.May(who, team.Id, role).Granted),
        ];
}
