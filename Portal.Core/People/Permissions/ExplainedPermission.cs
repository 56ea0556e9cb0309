using Portal.Core.People.Roles;
using Portal.Core.Teams;

namespace Portal.Core.People.Permissions;

/// <summary>Whether somebody may do something, and why.</summary>
/// <param name="Act">What is done, as words that stand for themselves.</param>
/// <param name="Granted">They may, at least for a part of what the team owns.</param>
/// <param name="Because">Each of their roles that allows it by itself; none where it needs no role, or more than one.</param>
/// <param name="WhyNot">What a refused person reads; null where it is granted.</param>
public sealed record ExplainedPermission(string Act, bool Granted, IReadOnlyList<HeldRole> Because, string? WhyNot)
{
    /// <summary>They may for a part of what the team owns alone.</summary>
    public bool IsPartial => Because.Count > 0 && Because.All(role => role.Only is not null);
}

/// <summary>A role that somebody holds.</summary>
/// <param name="Team">By name.</param>
/// <param name="IsElevation">For some hours alone.</param>
/// <param name="Only">What it counts for; null: for all that the team owns.</param>
public sealed record HeldRole(string Team, string TeamTitle, Role Role, bool IsElevation, WantedScope? Only);

/// <summary>What one person may do, by their roles now.</summary>
/// <param name="Team">What <paramref name="InTeam"/> is about.</param>
/// <param name="Teams">All of them, by title.</param>
/// <param name="IsShutOut">They can't sign in, or have no role left: nothing is allowed, whatever roles are listed.</param>
public sealed record PersonPermissions(
    string Handle,
    string Name,
    Team Team,
    IReadOnlyList<Team> Teams,
    IReadOnlyList<ExplainedPermission> InTeam,
    IReadOnlyList<ExplainedPermission> Everywhere,
    bool IsShutOut
);
