using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying.Steps.Access;

/// <summary>
/// Removes exactly the ACLs that were approved, and none that a grant holds by then, or may hold: that is looked at while no grant of the cluster changes.
/// </summary>
public sealed class RemoveAclsHandler(AccessSight sight, AccessLedger ledger, AccessTopics topics)
    : IStepHandler<RemoveAcls>
{
    public async Task<Observation> Observe(RemoveAcls step, StepScope scope, CancellationToken stop)
    {
        var (_, left, held) = await Look(step, scope, stop);
        return (held, left) switch
        {
            ({ } why, _) => new(ObservedState.Other, null, why),
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
                var (there, left, held) = await Look(step, scope, stop);
                if (held is not null)
                {
                    throw new EngineException(EngineFault.Final, $"{held}.");
                }

                var portal = await topics.Portal(step.On.Cluster, stop);
                if (left.Any(mine => PortalAcls.IsOf(mine, portal)))
                {
                    throw new EngineException(
                        EngineFault.Final,
                        $"The portal signs in to this cluster as {portal} by now, and needs its ACLs."
                    );
                }

                await sight.Remove(step.On, left, there, scope, stop);
            },
            stop
        );
        return null;
    }

    public Task<Verdict> Undo(RemoveAcls step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        Task.FromResult(Verdict.Not("ACLs that the portal didn't manage aren't created again; request access."));

    private async Task<(IReadOnlySet<Acl> There, List<Acl> Left, string? Held)> Look(
        RemoveAcls step,
        StepScope scope,
        CancellationToken stop
    )
    {
        var seen = await sight.Look(step.On, null, step.Acls, scope, stop);
        var grants = await ledger.HeldByOthers(step.On.Cluster, [], stop);
        List<Acl> left = [.. step.Acls.Where(seen.There.Contains)];
        return (seen.There, left, await Held(step, left, grants, scope, stop));
    }

    // A cluster may list a principal by a number (NamedAcls): what a grant holds under the name isn't removed under the number.
    private async Task<string?> Held(
        RemoveAcls step,
        List<Acl> left,
        ImmutableHashSet<Acl> grants,
        StepScope scope,
        CancellationToken stop
    )
    {
        if (left.Find(grants.Contains) is { } held)
        {
            return $"{Of(held)} belongs to a grant now";
        }

        List<Acl> alike = NamedAcls.IsNumber(step.Principal)
            ? [.. grants.Where(acl => left.Contains(acl with { Principal = step.Principal }))]
            : [];
        if (alike.Count == 0)
        {
            return null;
        }

        var cluster = await sight.Acls(step.On.Cluster, scope, stop);
        return NamedAcls.Unlisted(await cluster.All(stop), alike.Select(acl => acl.Principal)) is [var name, ..]
            ? $"{step.Principal} may be {name}, who has the same by a grant and isn't listed by name: remove the grant instead"
            : null;
    }

    private static string Of(Acl acl) => $"{acl.Principal}: {acl.InWords()}";
}
