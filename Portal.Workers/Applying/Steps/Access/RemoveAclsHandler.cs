using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying.Steps.Access;

/// <summary>Removes exactly the ACLs that were approved, and none that a grant holds by then: that is looked at while no grant of the cluster changes.</summary>
public sealed class RemoveAclsHandler(AccessSight sight, AccessLedger ledger, AccessTopics topics)
    : IStepHandler<RemoveAcls>
{
    public async Task<Observation> Observe(RemoveAcls step, StepScope scope, CancellationToken stop)
    {
        var (left, held) = await Look(step, scope, stop);
        return (held, left) switch
        {
            ([var acl, ..], _) => new(ObservedState.Other, null, $"{Of(acl)} belongs to a grant now"),
            (_, []) => new(ObservedState.After, null, $"none of these ACLs of {step.Principal} is there"),
            _ => new(ObservedState.Before, null, $"{Of(left[0])} is there"),
        };
    }

    public async Task<EngineId?> Act(RemoveAcls step, StepScope scope, CancellationToken stop)
    {
        await ledger.Alone(
            step.On.Cluster,
            async () =>
            {
                var (left, held) = await Look(step, scope, stop);
                if (held is [var acl, ..])
                {
                    throw new EngineException(EngineFault.Final, $"{Of(acl)} belongs to a grant now.");
                }

                var portal = await topics.Portal(step.On.Cluster, stop);
                if (left.Any(mine => PortalAcls.IsOf(mine, portal)))
                {
                    throw new EngineException(
                        EngineFault.Final,
                        $"The portal signs in to this cluster as {portal} by now, and needs its ACLs."
                    );
                }

                await sight.Remove(step.On, left, scope, stop);
            },
            stop
        );
        return null;
    }

    public Task<Verdict> Undo(RemoveAcls step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        Task.FromResult(Verdict.Not("ACLs that the portal didn't manage aren't created again; request access."));

    private async Task<(List<Acl> Left, List<Acl> Held)> Look(RemoveAcls step, StepScope scope, CancellationToken stop)
    {
        var seen = await sight.Look(step.On, null, scope, stop);
        var grants = await ledger.HeldByOthers(step.On.Cluster, [], stop);
        List<Acl> left = [.. step.Acls.Where(seen.There.Contains)];
        return (left, [.. left.Where(grants.Contains)]);
    }

    private static string Of(Acl acl) => $"{acl.Principal}: {acl.InWords()}";
}
