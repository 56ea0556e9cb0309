using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Clusters;

/// <summary>
/// Registers clusters and changes how they are reached. No Kafka is stored that didn't answer: every act connects first, and
/// what goes wrong comes back as a refusal with the reason and, where one can be told, the field to fix.
/// </summary>
public sealed class ClusterRegistration(
    IDbContextFactory<PortalDb> store,
    ClusterConnectionTest test,
    ISecretSeal seal,
    FreshSignIn signIn,
    TimeProvider clock
)
{
    /// <summary>Connects and says what is there; stores nothing.</summary>
    /// <param name="editing">The cluster being edited, whose stored password may be used; null for a new one.</param>
    public async Task<Outcome<ClusterFacts>> Test(
        Caller who,
        ClusterDraft draft,
        ClusterId? editing,
        CancellationToken stop
    ) =>
        await test.Take(who, draft, editing, stop) switch
        {
            Outcome<ClusterFacts?>.Done({ } facts) => facts,
            Outcome<ClusterFacts?>.Refused(var why) => why,
            _ => NoKafkaRules.Untestable,
        };

    /// <summary>Stores a cluster that passed the test. One cluster is registered once: a second name for it is refused.</summary>
    public async Task<Outcome<ClusterId>> Register(Caller who, ClusterDraft draft, CancellationToken stop) =>
        await test.Take(who, draft, null, stop) switch
        {
            Outcome<ClusterFacts?>.Done(var facts) => await Add(who, draft, facts, stop),
            Outcome<ClusterFacts?>.Refused(var why) => why,
            var outcome => throw new InvalidOperationException(outcome.GetType().Name),
        };

    /// <summary>
    /// Changes the name, or how the cluster is reached, or gives it a Kafka. A password that isn't given is kept; environment, region and
    /// Kafka stay.
    /// </summary>
    /// <param name="seen">The <see cref="ClusterTag"/> of what the person read; null: whatever is there is overwritten.</param>
    public async Task<Outcome<ClusterId>> Edit(
        Caller who,
        ClusterId id,
        ClusterDraft draft,
        string? seen,
        CancellationToken stop
    ) =>
        await test.Take(who, draft, id, stop) switch
        {
            Outcome<ClusterFacts?>.Done(var facts) => await Replace(who, id, draft, facts, seen, stop),
            Outcome<ClusterFacts?>.Refused(var why) => why,
            var outcome => throw new InvalidOperationException(outcome.GetType().Name),
        };

    private async Task<Outcome<ClusterId>> Add(
        Caller who,
        ClusterDraft draft,
        ClusterFacts? facts,
        CancellationToken stop
    )
    {
        if (await signIn.Missing(who, FreshSignIn.ForClusters, stop) is { } again)
        {
            return again;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await ClusterRegister.Lock(db, stop);
        if (await ClusterEntry.Collision(db, draft, facts, null, stop) is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        var cluster = new Cluster
        {
            Name = draft.Name,
            Environment = draft.Environment,
            Region = draft.Region,
            RegisteredAt = now,
        };
        await ClusterEntry.Write(db, cluster, draft, facts, seal, now, stop);
        db.Add(cluster);
        await db.SaveChangesAsync(stop);
        db.Add(ClusterEvent.Registered(now, who, cluster));
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return cluster.Id;
    }

    private async Task<Outcome<ClusterId>> Replace(
        Caller who,
        ClusterId id,
        ClusterDraft draft,
        ClusterFacts? facts,
        string? seen,
        CancellationToken stop
    )
    {
        return await ClusterRegister.Edit<ClusterId>(
            store,
            signIn,
            who,
            id,
            async (db, cluster) =>
            {
                // The test of the way in took seconds, in which somebody else may have saved.
                var losesKafka = facts is null && cluster.Kafka is not null;
                if ((seen is not null && seen != ClusterTag.Of(cluster)) || losesKafka)
                {
                    return ClusterTag.Changed;
                }

                if (await ClusterEntry.Collision(db, draft, facts, cluster, stop) is { } refusal)
                {
                    return refusal;
                }

                // A bundled one that came back at other ports is followed.
                if (who.Actor != Actor.Seed && ClusterEntry.JobsElsewhere(cluster, draft) is { } elsewhere)
                {
                    return elsewhere;
                }

                var (now, before) = (clock.GetUtcNow(), ClusterDraft.Of(cluster));
                await ClusterEntry.Write(db, cluster, draft, facts, seal, now, stop);
                db.Add(ClusterEvent.Edited(now, who, before, cluster));
                return id;
            },
            stop
        );
    }
}
