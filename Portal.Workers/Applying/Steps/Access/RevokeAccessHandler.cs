using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;

namespace Portal.Workers.Applying.Steps.Access;

/// <summary>
/// Removes from the cluster only what the ledger has as this grant's and as nobody else's, and nothing of the portal's own principal. The ledger is written after the entries were seen to be
/// gone: a worker that dies between leaves a grant that is ended once more.
/// </summary>
public sealed class RevokeAccessHandler(AccessSight sight, AccessLedger ledger, AccessHoldings holdings)
    : IStepHandler<RevokeAccess>
{
    /// <summary>The entries go first, and the ledger is written after: a grant that still is in force there may have none left.</summary>
    public bool MayBeHalfDone => true;

    public async Task<Observation> Observe(RevokeAccess step, StepScope scope, CancellationToken stop)
    {
        var seen = await sight.Look(step.On, null, step.Acls, scope, stop);
        var holds = seen.Held is { } held && (step.IsEnd || held.Acls.Intersect(step.Acls).Any());
        return AccessSight.Judge(step, seen, holds ? ObservedState.Before : ObservedState.After);
    }

    public async Task<EngineId?> Act(RevokeAccess step, StepScope scope, CancellationToken stop)
    {
        await ledger.Alone(step.On.Cluster, () => Remove(step, scope, stop), stop);
        return null;
    }

    private async Task Remove(RevokeAccess step, StepScope scope, CancellationToken stop)
    {
        var seen = await sight.Look(step.On, null, step.Acls, scope, stop);
        if (seen.Held is not { } held)
        {
            return;
        }

        // Of a grant that ends, whatever it holds by now: nobody is left who would need the rest.
        var mine = step.IsEnd ? held.Acls : [.. held.Acls.Intersect(step.Acls)];
        await sight.Remove(step.On, await sight.Removable(step.On, mine, stop), seen.There, scope, stop);
        await holdings.Release(scope.Fenced, step.On, mine, step.IsEnd, undone: null, stop);
    }

    /// <summary>Holds again what it held, and makes of it what was on the cluster.</summary>
    public async Task<Verdict> Undo(RevokeAccess step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        if (undoing.Before.State is not LiveAccess before)
        {
            return Verdict.Good;
        }

        var isBack = false;
        await ledger.Alone(
            step.On.Cluster,
            async () =>
            {
                var seen = await sight.Look(step.On, null, step.Acls, scope, stop);
                isBack = await holdings.Reopen(scope.Fenced, step, stop) == Holding.Written;
                if (!isBack)
                {
                    return;
                }

                var back = step
                    .Acls.Intersect(before.Held)
                    .Except(before.Missing)
                    .Where(acl => !seen.There.Contains(acl));
                if (back.ToList() is [_, ..] missing)
                {
                    await (await sight.Acls(step.On.Cluster, scope, stop)).Create(missing, scope.Deadline, stop);
                }
            },
            stop
        );
        if (!isBack)
        {
            return Verdict.Leaving($"{step.On.Name} has expired meanwhile, and stays removed.");
        }

        var observed = await scope.Retry.Until(
            again => sight.Look(step.On, null, step.Acls, scope, again),
            IsWhole,
            stop
        );
        return IsWhole(observed) ? Verdict.Good : throw NotShownYet.Of($"{step.On.Name} isn't whole again");

        // Of what this step takes away alone: what somebody removed besides it isn't waited for.
        bool IsWhole(AccessSeen now) =>
            now.Live is { } live && !live.Missing.Intersect(step.Acls).Except(before.Missing).Any();
    }
}
