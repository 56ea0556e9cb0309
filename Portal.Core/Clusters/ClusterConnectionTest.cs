using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Clusters;

/// <summary>Judges a draft before it is stored: who may, what was typed, and what the cluster itself answers.</summary>
public sealed class ClusterConnectionTest(
    IDbContextFactory<PortalDb> store,
    IClusterProbe probe,
    ClusterReach reach,
    TimeProvider clock
)
{
    /// <param name="editing">The registered cluster that the draft would replace, or null for a new one.</param>
    /// <returns>What its Kafka answered; null where it is to have none, and nothing is connected to.</returns>
    public async Task<Outcome<ClusterFacts?>> Take(
        Caller who,
        ClusterDraft draft,
        ClusterId? editing,
        CancellationToken stop
    )
    {
        var permission = Authority.May(who, new CallerAction.ManageClusters());
        if (!permission.Granted)
        {
            return Refusal.Denied(permission.Words);
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var registered = editing is { } id ? await ClusterRegister.Find(db, id, stop) : null;
        if (editing is not null && registered is null)
        {
            return ClusterRegister.NotThere;
        }

        var complaints = ClusterRules
            .Complaints(draft, await Places(db, stop), reach, KafkaAccess.Keeps(draft, registered?.Kafka))
            .SetItems(Unmovable(draft, registered));
        if (complaints.Count > 0)
        {
            return Refusal.Invalid(complaints);
        }

        return draft.HasKafka ? await Ask(db, who, draft, registered, stop) : new Outcome<ClusterFacts?>.Done(null);
    }

    private async Task<Outcome<ClusterFacts?>> Ask(
        PortalDb db,
        Caller who,
        ClusterDraft draft,
        Cluster? registered,
        CancellationToken stop
    )
    {
        if (draft.SendsPasswordUnencrypted)
        {
            // Before it is sent, and kept also when the cluster refuses it.
            db.Add(ClusterRegister.Unencrypted(clock.GetUtcNow(), who, draft, registered));
            await db.SaveChangesAsync(stop);
        }

        var access = await KafkaAccess.Of(db, draft, registered?.Kafka, stop);
        return await probe.Ask(access, stop) switch
        {
            ProbeAnswer.Failed { Field: { } field } failed => Refusal.Invalid(
                new Dictionary<string, string> { [field] = failed.Words }
            ),
            ProbeAnswer.Failed failed => Refusal.Conflict(failed.Words),
            ProbeAnswer.Reached { Facts: var facts } when IsAnother(facts, registered) => Another(draft, registered!),
            ProbeAnswer.Reached { Facts: var facts } => facts,
            var answer => throw new InvalidOperationException(answer.GetType().Name),
        };
    }

    private static bool IsAnother(ClusterFacts facts, Cluster? registered) =>
        registered?.EngineId is { } known && known != facts.EngineId;

    private static Refusal Another(ClusterDraft draft, Cluster registered) =>
        Refusal.Invalid(
            new Dictionary<string, string>
            {
                [ClusterField.Addresses] =
                    $"Another cluster answers at {draft.Addresses} than the one registered as {registered.Name}. "
                    + "Nothing is written to it; register it under a name of its own.",
            }
        );

    // What lives on a cluster was approved for its environment and its Kafka: changing those would move or lose all of it unasked.
    private static IEnumerable<KeyValuePair<string, string>> Unmovable(ClusterDraft draft, Cluster? registered)
    {
        if (registered is not null && draft.Environment != registered.Environment)
        {
            yield return new(
                ClusterField.Environment,
                $"A cluster stays in its environment: {registered.Environment}."
            );
        }

        if (registered is not null && draft.Region != registered.Region)
        {
            yield return new(ClusterField.Region, $"A cluster stays in its region: {registered.Region}.");
        }

        if (registered is { Kafka: not null } && !draft.HasKafka)
        {
            yield return new(
                ClusterField.Kafka,
                $"{registered.Name} has Kafka and keeps it. Deregister the cluster to have it managed from here no longer."
            );
        }
    }

    private static async Task<ClusterPlaces> Places(PortalDb db, CancellationToken stop) =>
        new(
            await db.Set<ClusterEnvironment>().OrderBy(l => l.Order).Select(l => l.Name).ToListAsync(stop),
            await db.Set<Region>().Select(r => r.Name).ToListAsync(stop)
        );
}
