using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Engines;

namespace Portal.Workers.Applying.Steps.Access;

/// <summary>
/// Kafka makes an entry that is there already a second time without a word, so acting twice is acting once; and whose it is, it doesn't know.
/// That is written down before the act.
/// </summary>
public sealed class GrantAccessHandler(AccessSight sight, AccessLedger ledger, AccessHoldings holdings)
    : IStepHandler<GrantAccess>
{
    /// <summary>The ledger is written first, and the entries are made after: a grant that lacks them all may be in force there.</summary>
    public bool MayBeHalfDone => true;

    public async Task<Observation> Observe(GrantAccess step, StepScope scope, CancellationToken stop)
    {
        var seen = await sight.Look(step.On, step.Topic, step.Acls, scope, stop);
        return AccessSight.Judge(step, seen, StateOf(step, seen, scope.Run));
    }

    public async Task<EngineId?> Act(GrantAccess step, StepScope scope, CancellationToken stop)
    {
        string? topic = null;
        await ledger.Alone(
            step.On.Cluster,
            async () =>
            {
                var seen = await sight.Look(step.On, step.Topic, step.Acls, scope, stop);
                topic = TopicOf(step, seen);
                var others = await ledger.EndingWithOthers(step.On, stop);
                var adopted = step.Acls.Where(seen.There.Contains).Where(acl => !others.Contains(acl)).ToHashSet();
                switch (await holdings.Hold(scope.Fenced, step, topic, adopted, stop))
                {
                    case Holding.Dropped:
                        throw AccessSight.Dropped(step.On);
                    case Holding.Expired:
                        throw AccessSight.Expired(step);
                    case Holding.Ended:
                        throw AccessSight.Ended(step.On);
                }

                if (step.Acls.Where(acl => !seen.There.Contains(acl)).ToList() is [_, ..] missing)
                {
                    // Of a grant that was there, what an earlier try wrote down is taken back with the run, by what was journalled before it.
                    var fresh = step.Acls.Where(acl => step.IsNew || seen.Held?.Acls.Contains(acl) != true).ToList();
                    await Create(step, missing, fresh, scope, stop);
                }
            },
            stop
        );
        return new LiveAccess(step.On.Name, step.Acls, [], step.Expires, topic, topic).Incarnation;
    }

    // One refused entry leaves others made, and a step that failed isn't undone: nothing of it stays. What the grant held before, it holds
    // on: where the cluster still lacks some of that, it is drift as before.
    private async Task Create(
        GrantAccess step,
        IReadOnlyList<Acl> missing,
        IReadOnlyList<Acl> fresh,
        StepScope scope,
        CancellationToken stop
    )
    {
        var acls = await sight.Acls(step.On.Cluster, scope, stop);
        try
        {
            await acls.Create(missing, scope.Deadline, stop);
        }
        catch (EngineException refused) when (refused.Fault == EngineFault.Final)
        {
            await TakeAway(step, fresh, scope, stop);
            throw;
        }
    }

    /// <summary>Takes away what this step made: not what was there before it, nor what another grant holds.</summary>
    public async Task<Verdict> Undo(GrantAccess step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        await ledger.Alone(
            step.On.Cluster,
            async () =>
            {
                var before = (undoing.Before.State as LiveAccess)?.Held ?? [];
                await TakeAway(step, [.. step.Acls.Except(before)], scope, stop);
            },
            stop
        );
        return Verdict.Good;
    }

    private async Task TakeAway(GrantAccess step, IReadOnlyList<Acl> fresh, StepScope scope, CancellationToken stop)
    {
        var seen = await sight.Look(step.On, step.Topic, step.Acls, scope, stop);
        if (seen.Held is not { } held)
        {
            return;
        }

        var added = fresh.Intersect(held.Acls).ToList();
        var others = await ledger.HeldByOthers(step.On.Cluster, [step.On.Name], stop);
        await sight.Remove(
            step.On,
            [.. added.Except(held.Adopted).Where(acl => !others.Contains(acl))],
            seen.There,
            scope,
            stop
        );
        await holdings.Release(scope.Fenced, step.On, added, step.IsNew, step, stop);
    }

    // One that a review dropped, or whose time was over, after this run had written it was made as planned: nobody has to settle the run.
    private static ObservedState StateOf(GrantAccess step, AccessSeen seen, RunId run) =>
        seen.HasExpired ? ObservedState.After
        : step.TopicId is { } planned && planned != seen.TopicNow ? ObservedState.Other
        : seen.Live is { } live
        && !step.Acls.Except(live.Held.Except(live.Missing)).Any()
        && (live.Expires == step.Expires || (live.DroppedIn is not null && seen.Held?.Grant.RunId == run))
        && !live.IsOrphan
            ? ObservedState.After
        : ObservedState.Before;

    private static string? TopicOf(GrantAccess step, AccessSeen seen) =>
        step.Topic is null ? null
        : seen.TopicNow is not { } now
            ? throw new EngineException(
                EngineFault.Final,
                $"There is no topic {step.Topic} on the cluster. Access is granted to a topic that is there, so that one created later under the name isn't granted unseen."
            )
        : step.TopicId is { } planned && planned != now
            ? throw new EngineException(EngineFault.Final, $"{step.Topic} was deleted and created again meanwhile.")
        : now;
}
