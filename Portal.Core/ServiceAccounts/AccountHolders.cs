using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.ServiceAccounts;

/// <summary>Which runs have accounts in hand, and how far they are with them.</summary>
public static class AccountHolders
{
    /// <summary>Null: none has.</summary>
    public static async Task<AccountHolder?> Of(PortalDb db, ResourceRef on, CancellationToken stop) =>
        (
            await Of(db, db.Set<RunTarget>().Where(t => t.ClusterId == on.Cluster && t.Name == on.Name), stop)
        ).GetValueOrDefault(on);

    /// <param name="targets">Those of other kinds are passed over.</param>
    internal static async Task<IReadOnlyDictionary<ResourceRef, AccountHolder>> Of(
        PortalDb db,
        IQueryable<RunTarget> targets,
        CancellationToken stop
    )
    {
        var rows = await (
            from target in targets
            join run in db.Set<ApplyRun>() on target.RunId equals run.Id
            join change in db.Set<Change>() on run.ChangeId equals change.Id
            join plan in db.Set<Plan>() on run.PlanId equals plan.Id
            where target.Kind == ServiceAccountKind.Word
            select new
            {
                target.ClusterId,
                target.Name,
                RunId = run.Id,
                ChangeId = change.Id,
                run.State,
                RequestedBy = change.Actor.Name,
                plan.FormVersion,
                plan.Canonical,
            }
        ).ToListAsync(stop);
        var runs = rows.Select(row => row.RunId).Distinct().ToArray();
        var journals = (
            runs.Length == 0
                ? []
                : await db.Set<JournalEntry>()
                    .AsNoTracking()
                    .Where(e => runs.Contains(e.RunId))
                    .OrderBy(e => e.Id)
                    .ToListAsync(stop)
        ).ToLookup(e => e.RunId);
        return rows.ToDictionary(
            row => new ResourceRef(ServiceAccountKind.Word, row.ClusterId, row.Name),
            row =>
            {
                var on = new ResourceRef(ServiceAccountKind.Word, row.ClusterId, row.Name);
                var plan = CanonicalForm.Read(row.FormVersion, row.Canonical);
                var history = new RunHistory(journals[row.RunId]);
                var steps = plan
                    .Steps.Select((step, i) => (Step: step, History: history.Of(i)))
                    .Where(s => s.Step.On == on && IsUnderWay(s.History))
                    .ToList();
                return new AccountHolder(
                    row.RunId,
                    row.ChangeId,
                    row.State,
                    row.RequestedBy,
                    [.. steps.Select(s => s.Step)],
                    [.. steps.Where(s => s.History.Done is not null).Select(s => s.Step)],
                    plan.On(on).Base is ServiceAccountBase known ? known.Credentials : []
                );
            }
        );
    }

    private static bool IsUnderWay(StepHistory step) => (step.Intended || step.Done is not null) && !step.RolledBack;
}
