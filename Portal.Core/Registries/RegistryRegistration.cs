using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Registries;

/// <summary>
/// The schema registry of a cluster: added, changed, removed. Nothing is stored that didn't answer. The password is write-only.
/// </summary>
public sealed class RegistryRegistration(
    IDbContextFactory<PortalDb> store,
    IRegistryProbe probe,
    ISecretSeal seal,
    ClusterReach reach,
    TimeProvider clock
)
{
    /// <summary>Connects and says what is there; stores nothing.</summary>
    public async Task<Outcome<RegistryFacts>> Test(
        Caller who,
        ClusterId id,
        RegistryDraft draft,
        CancellationToken stop
    )
    {
        var permission = Authority.May(who, new CallerAction.ManageClusters());
        if (!permission.Granted)
        {
            return Refusal.Denied(permission.Words);
        }

        await using var db = await store.CreateDbContextAsync(stop);
        if (await ClusterRegister.Find(db, id, stop) is not { } cluster)
        {
            return ClusterRegister.NotThere;
        }

        var known = RegistryEntry.Of(cluster);
        var problems = RegistryRules.Problems(draft, reach, RegistryEntry.Keeps(draft, known));
        return problems.Count > 0
            ? Refusal.Invalid(problems)
            : await probe.Ask(await RegistryEntry.Access(db, draft, known, stop), stop);
    }

    /// <summary>Stores a registry that passed the test. A password that isn't given is kept where nothing else changes.</summary>
    public async Task<Outcome<RegistryFacts>> Save(
        Caller who,
        ClusterId id,
        RegistryDraft draft,
        CancellationToken stop
    )
    {
        var tested = await Test(who, id, draft, stop);
        if (tested is not Outcome<RegistryFacts>.Done)
        {
            return tested;
        }

        return await ClusterRegister.Edit<RegistryFacts>(
            store,
            id,
            async (db, cluster) =>
            {
                await RegistryEntry.Write(db, cluster, draft, seal, clock.GetUtcNow(), stop);
                db.Add(
                    ClusterRegister.Event(
                        clock.GetUtcNow(),
                        who,
                        cluster,
                        "registry.saved",
                        $"{who.DisplayName} set the schema registry of {cluster.Name} to {draft.Url}."
                    )
                );
                return tested;
            },
            stop
        );
    }

    /// <summary>Its subjects stay as they are; their changes can't be planned any more.</summary>
    public async Task<Outcome<ClusterId>> Remove(Caller who, ClusterId id, CancellationToken stop)
    {
        var permission = Authority.May(who, new CallerAction.ManageClusters());
        if (!permission.Granted)
        {
            return Refusal.Denied(permission.Words);
        }

        return await ClusterRegister.Edit<ClusterId>(
            store,
            id,
            async (db, cluster) =>
            {
                if (RegistryEntry.Of(cluster) is not { } known)
                {
                    return Refusal.NotFound($"{cluster.Name} has no schema registry.");
                }

                await ClusterRegister.EraseSecret(db, known.SecretId, clock.GetUtcNow(), stop);
                db.Remove(known);
                db.Add(
                    ClusterRegister.Event(
                        clock.GetUtcNow(),
                        who,
                        cluster,
                        "registry.removed",
                        $"{who.DisplayName} removed the schema registry of {cluster.Name}; its password was erased."
                    )
                );
                return id;
            },
            stop
        );
    }
}
