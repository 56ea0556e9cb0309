using Portal.Core.People.Roles;
using Portal.Core.Teams;

namespace Portal.Core.People.Permissions;

/// <summary>What each role of somebody allows by itself.</summary>
/// <param name="Clusters">By name, those that their roles are limited to a resource on.</param>
internal sealed record RolesAlone(
    IReadOnlyList<Team> Teams,
    Caller Who,
    IReadOnlyDictionary<ClusterId, string> Clusters
)
{
    /// <param name="team">That the act is about; null: it is about none.</param>
    public ExplainedPermission Explain((string Act, CallerAction Action) asked, Team? team)
    {
        var answer = Authority.May(Who, asked.Action);
        var needsNone = answer.Granted && May(asked.Action, [], []);
        List<HeldRole> because = needsNone ? [] : [.. Whole(asked.Action), .. Limited(asked, team)];
        return answer.Granted || because.Count > 0
            ? new(asked.Act, true, because, null)
            : new(asked.Act, false, [], answer.Words);
    }

    private IEnumerable<HeldRole> Whole(CallerAction action) =>
        Who
            .Memberships.Where(held => May(action, [held], []))
            .Select(held => Named(held.TeamId, held.Role, held.IsElevation, null))
            .OrderBy(role => role.TeamTitle, StringComparer.Ordinal)
            .ThenBy(role => role.Role);

    // Each is asked about what it is limited to.
    private IEnumerable<HeldRole> Limited((string Act, CallerAction Action) asked, Team? team) =>
        from held in Who.Scoped
        let action = team is null
            ? asked.Action
            : ExplainedActs.In(team, Place(held)).First(other => other.Act == asked.Act).Action
        where May(action, [], [held])
        select Named(held.TeamId, held.Role, false, Only(held));

    private bool May(CallerAction action, IReadOnlyList<Membership> whole, IReadOnlyList<ScopedRole> limited) =>
        Authority.May(Who with { Memberships = whole, Scoped = limited }, action).Granted;

    private static ResourcePlace Place(ScopedRole held) =>
        new(held.OnlyEnvironment ?? "", held.OnlyKind ?? "", held.OnlyClusterId ?? default, held.OnlyName ?? "");

    private WantedScope Only(ScopedRole held) =>
        new(
            held.OnlyEnvironment,
            held.OnlyKind,
            held.OnlyClusterId is { } cluster ? Clusters[cluster] : null,
            held.OnlyName
        );

    private HeldRole Named(TeamId id, Role role, bool isElevation, WantedScope? only)
    {
        var team = Teams.First(t => t.Id == id);
        return new(team.Name, team.Title, role, isElevation, only);
    }
}
