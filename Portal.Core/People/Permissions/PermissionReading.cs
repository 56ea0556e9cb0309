using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Permissions;

/// <summary>
/// Explains what a person may do: each act is put to <see cref="Authority"/> with all their roles, and with each alone. Nothing about permissions is
/// written a second time here, so what it answers is what the pages and the API do.
/// </summary>
public sealed class PermissionReading(IDbContextFactory<PortalDb> store, CallerReader callers, TeamDirectory teams)
{
    private const string ShutOut = "They can't sign in, or have no role left.";

    /// <param name="team">By name; null: the first team that they have a role in, or the first of all.</param>
    public async Task<Outcome<PersonPermissions>> Of(string handle, string? team, CancellationToken stop)
    {
        var all = await teams.All(stop);
        if (team is not null && all.All(t => t.Name != team))
        {
            return Refusal.NotFound($"There is no team {team}.");
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var person = await db.People().AsNoTracking().SingleOrDefaultAsync(p => p.Handle == handle, stop);
        if (person is null || all.Count == 0)
        {
            return Refusal.NotFound($"There is nobody with the handle {handle}.");
        }

        // Signed in on a page: an elevation counts there, and not for their tokens.
        var caller = (await callers.Of(person.Id, ActorVia.Page, stop))?.Caller;
        var chosen =
            all.FirstOrDefault(t => t.Name == team) ?? all.FirstOrDefault(t => caller?.IsIn(t.Id) == true) ?? all[0];
        var roles = caller is null ? null : new RolesAlone(all, caller, await Clusters(db, caller, stop));
        return new PersonPermissions(
            person.Handle,
            person.Name,
            chosen,
            all,
            [.. ExplainedActs.In(chosen).Select(asked => Explained(roles, asked, chosen))],
            [.. ExplainedActs.Everywhere.Select(asked => Explained(roles, asked, null))],
            IsShutOut: roles is null
        );
    }

    private static ExplainedPermission Explained(
        RolesAlone? roles,
        (string Act, CallerAction Action) asked,
        Team? team
    ) => roles?.Explain(asked, team) ?? new(asked.Act, false, [], ShutOut);

    private static async Task<IReadOnlyDictionary<ClusterId, string>> Clusters(
        PortalDb db,
        Caller caller,
        CancellationToken stop
    )
    {
        ClusterId[] named = [.. caller.Scoped.Select(role => role.OnlyClusterId).OfType<ClusterId>().Distinct()];
        return named.Length == 0
            ? new Dictionary<ClusterId, string>()
            : await db.Set<Cluster>().Where(c => named.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
    }
}
