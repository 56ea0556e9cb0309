using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Approvals;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Access.Reviews;

/// <summary>
/// Grants of a round that nobody can keep or drop: neither the team that owns the data nor Platform has an approver. None on a cluster that was deregistered:
/// the portal lets nobody in there any more.
/// </summary>
internal static class UnanswerableGrants
{
    /// <returns>By grant, the title of the team that owns the data.</returns>
    public static async Task<Dictionary<long, string>> Owners(PortalDb db, long review, CancellationToken stop)
    {
        var approvers = EligibleApprover.All(db);
        var platform = db.Set<Team>().Where(t => t.Name == Team.PlatformName);
        return await (
            from item in ReviewItems.Unanswered(db)
            join owner in db.Set<Team>() on item.OwnerTeamId equals owner.Id
            join cluster in db.Set<Cluster>() on item.ClusterId equals cluster.Id
            where item.ReviewId == review && cluster.DeregisteredAt == null
            // As ReviewAnswerers has it.
            where !approvers.Any(a => a.Team == item.OwnerTeamId || platform.Any(t => t.Id == a.Team))
            select new { item.GrantId, owner.Title }
        ).ToDictionaryAsync(g => g.GrantId, g => g.Title, stop);
    }

    /// <returns>Null: there are none.</returns>
    public static string? InWords(IReadOnlyCollection<string> owners) =>
        owners.Count == 0
            ? null
            : $"Nobody can keep or drop grants on data of {string.Join(", ", owners.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}: no approver is left there, nor in Platform.";
}
