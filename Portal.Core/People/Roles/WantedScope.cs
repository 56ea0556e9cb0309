using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Roles;

/// <summary>What a role is to count for, as somebody names it: an environment, or a resource that the team owns.</summary>
/// <param name="Kind">By its word.</param>
/// <param name="Cluster">By name.</param>
public sealed record WantedScope(string? Environment, string? Kind = null, string? Cluster = null, string? Name = null)
{
    /// <summary>As it stands beside a role: in prod, for the topic orders on prod-eu-1.</summary>
    public string InWords =>
        Environment is { Length: > 0 } environment ? $"in {environment}" : $"for the {Kind} {Name} on {Cluster}";

    /// <summary>As it is stored; null: for all.</summary>
    internal static WantedScope? Of(string? environment, string? kind, string? cluster, string? name) =>
        environment is null && name is null ? null : new(environment, kind, cluster, name);

    /// <returns>It, or why a role can't be limited to that.</returns>
    internal async Task<Outcome<RoleScope>> Find(PortalDb db, Team team, Role role, CancellationToken stop)
    {
        if (!RoleScope.Roles.Contains(role))
        {
            return Wrong(
                "role",
                "Only the roles member, approver and on call can be limited to a part of what the team owns."
            );
        }

        var names = new[] { Kind, Cluster, Name }.Count(word => word is { Length: > 0 });
        return (Environment is { Length: > 0 }, names) switch
        {
            (true, 0) => await db.Set<ClusterEnvironment>().AnyAsync(e => e.Name == Environment, stop)
                ? new RoleScope.InEnvironment(Environment!)
                : Wrong("environment", $"There is no environment {Environment}."),
            (false, 3) => await Resource(db, team, stop) is { } found
                ? new RoleScope.OnResource(Kind!, found, Name!)
                : Wrong("name", $"The team {team.Name} owns no {Kind} {Name} on {Cluster}."),
            _ => Wrong("scope", "Name an environment, or the kind, cluster and name of one resource."),
        };
    }

    private async Task<ClusterId?> Resource(PortalDb db, Team team, CancellationToken stop)
    {
        var kind = new ResourceKind(Kind!);
        return await (
            from resource in db.Set<Resource>()
            join cluster in db.Set<Cluster>() on resource.ClusterId equals cluster.Id
            where cluster.Name == Cluster && cluster.DeregisteredAt == null
            where resource.Kind == kind && resource.Name == Name && resource.GoneAt == null
            where resource.OwnerTeamId == team.Id
            select (ClusterId?)cluster.Id
        ).SingleOrDefaultAsync(stop);
    }

    private static Refusal Wrong(string field, string words) =>
        Refusal.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = words });
}
