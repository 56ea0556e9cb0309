using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Federation;

/// <summary>A role in a team, by the team's name.</summary>
/// <param name="Environment">The one that it counts for alone, by name; null: for all that the team owns.</param>
public readonly record struct TeamRole(string Team, Role Role, string? Environment = null)
{
    public string InWords =>
        $"{StoreTypes.Word(Role).Replace('_', ' ')} in {Team}{(Environment is { } only ? $", only in {only}" : "")}";

    /// <param name="only">What it counts for; null: for all that the team owns.</param>
    public string Limited(WantedScope? only) => only is null ? InWords : $"{InWords}, only {only.InWords}";
}

/// <summary>A person whose roles a rule changes, with the roles that are added and removed.</summary>
public sealed record RoleChange(
    PersonId PersonId,
    string Handle,
    string Name,
    IReadOnlyList<TeamRole> Added,
    IReadOnlyList<TeamRole> Removed,
    bool KeepsAny
);

/// <summary>What adding or removing a rule comes to, or would.</summary>
/// <param name="NewTeam">The team that comes with it; null when it is there already.</param>
public sealed record RuleEffect(string? NewTeam, IReadOnlyList<RoleChange> People)
{
    /// <summary>From who held what before to who holds what now.</summary>
    internal static RuleEffect Between(
        IReadOnlyList<HeldTeamRole> before,
        IReadOnlyList<HeldTeamRole> after,
        string? newTeam
    )
    {
        var (was, now) = (before.ToHashSet(), after.ToHashSet());
        var having = after.Select(held => held.PersonId).ToHashSet();
        return new RuleEffect(
            newTeam,
            [
                .. was.Except(now)
                    .Union(now.Except(was))
                    .GroupBy(held => (held.PersonId, held.Handle, held.Name))
                    .OrderBy(person => person.Key.Handle, StringComparer.Ordinal)
                    .Select(person => new RoleChange(
                        person.Key.PersonId,
                        person.Key.Handle,
                        person.Key.Name,
                        Roles(person.Where(now.Contains)),
                        Roles(person.Where(was.Contains)),
                        having.Contains(person.Key.PersonId)
                    )),
            ]
        );
    }

    private static List<TeamRole> Roles(IEnumerable<HeldTeamRole> held) =>
        [
            .. held.Select(h => h.What)
                .OrderBy(r => r.Team, StringComparer.Ordinal)
                .ThenBy(r => r.Role)
                .ThenBy(r => r.Environment, StringComparer.Ordinal),
        ];
}

internal readonly record struct HeldTeamRole(PersonId PersonId, string Handle, string Name, TeamRole What);
