using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.ServiceAccounts;

/// <summary>
/// The credentials that accounts had when it was agreed how long their former password works: those that the plan of it was computed from. Other
/// iterations by the former one's mechanism are another password, which somebody has set since, or a change that a restored store doesn't have.
/// </summary>
internal static class FormerCredentials
{
    /// <param name="names">Accounts that have a former password.</param>
    /// <returns>By name; without those that the store has no such plan of.</returns>
    public static async Task<IReadOnlyDictionary<string, ImmutableArray<CredentialShown>>> Of(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        CancellationToken stop
    )
    {
        var known = new Dictionary<string, ImmutableArray<CredentialShown>>(StringComparer.Ordinal);
        if (names.Count == 0)
        {
            return known;
        }

        var plans = await (
            from account in db.Set<ChangeResource>()
            join run in db.Set<ApplyRun>() on account.ChangeId equals run.ChangeId
            join plan in db.Set<Plan>() on run.PlanId equals plan.Id
            where account.Kind == ServiceAccountKind.Word && account.ClusterId == cluster
            where names.Contains(account.Name)
            where run.State == RunState.Applied || run.State == RunState.Settled
            where plan.Canonical.Contains("formerUntil")
            orderby run.Id descending
            select new
            {
                account.Name,
                plan.FormVersion,
                plan.Canonical,
            }
        ).ToListAsync(stop);
        foreach (var row in plans.Where(row => !known.ContainsKey(row.Name)))
        {
            var on = new ResourceRef(ServiceAccountKind.Word, cluster, row.Name);
            if (
                CanonicalForm.Read(row.FormVersion, row.Canonical).On(on) is { Base: ServiceAccountBase before } plan
                && Agrees(plan)
            )
            {
                known.Add(row.Name, before.Credentials);
            }
        }

        return known;
    }

    private static bool Agrees(ResourcePlan plan) =>
        plan.Steps.Any(step => step is SetCredential { FormerUntil: not null } or KeepCredential);
}
