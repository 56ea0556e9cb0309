using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Federation;

/// <summary>A role in a team, by the team's name.</summary>
public readonly record struct TeamRole(string Team, Role Role)
{
    public string InWords => $"{StoreTypes.Word(Role).Replace('_', ' ')} in {Team}";
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
        [.. held.Select(h => h.What).OrderBy(r => r.Team, StringComparer.Ordinal).ThenBy(r => r.Role)];
}

internal readonly record struct HeldTeamRole(PersonId PersonId, string Handle, string Name, TeamRole What);
