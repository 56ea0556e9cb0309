using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Workers.Setup;

/// <summary>Registers a cluster as a person would, with its registry and its Flink.</summary>
public sealed class FirstRegistration(
    IDbContextFactory<PortalDb> store,
    ClusterRegistration clusters,
    FirstEndpoints endpoints
)
{
    // A cluster that somebody let go of or renamed stays so, as does one of that name without Kafka; a bundled one that moved to other ports is followed. Where
    // people registered others, the one of the settings is theirs to register too.
    /// <returns>What is still missing; null when it is registered, or is not to be.</returns>
    internal async Task<string?> Register(FirstCluster first, CancellationToken stop)
    {
        var bootstrap = first.Bootstrap;
        var draft = new ClusterDraft(
            first.Name,
            first.Environment,
            SeededStructure.LocalRegion,
            bootstrap,
            PasswordListener: first.PasswordListener
        );
        var (who, known, isFirst) = await Read(draft, stop);
        var isTaken = known is { DeregisteredAt: null, Kafka: null };
        if (isTaken || (known is null && !first.IsBundled && !isFirst))
        {
            return null;
        }

        var outcome = known switch
        {
            null => await clusters.Register(who, draft, stop),
            { DeregisteredAt: null } when first.IsBundled && await HasMoved(known, draft, stop) => await clusters.Edit(
                who,
                known.Id,
                draft with
                {
                    Name = known.Name,
                },
                seen: null,
                stop
            ),
            _ => known.Id,
        };
        return outcome switch
        {
            Outcome<ClusterId>.Refused(var why) => why.Words,
            Outcome<ClusterId>.Done(var id) when known?.DeregisteredAt is null && await IsOurs(first, known, stop) =>
                await endpoints.Register(who, id, first, stop),
            _ => null,
        };
    }

    private async Task<(Caller Who, Cluster? Known, bool IsFirst)> Read(ClusterDraft draft, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var platform = await db.Set<Team>().SingleAsync(t => t.Name == Team.PlatformName, stop);
        var role = new Membership
        {
            PersonId = default,
            TeamId = platform.Id,
            Role = Role.Platform,
        };
        var known = await db.Set<Cluster>()
            .AsNoTracking()
            .Include(c => c.Endpoints)
            .Where(c =>
                c.Name == draft.Name
                || c.Endpoints.Any(e => e.Kind == EndpointKind.Kafka && e.Addresses == draft.Addresses)
            )
            .OrderByDescending(c => c.Name == draft.Name)
            .ThenByDescending(c => c.Id)
            .FirstOrDefaultAsync(stop);
        return (
            new Caller(Actor.Seed, "The first start", [role]),
            known,
            known is null && !await db.Set<Cluster>().AnyAsync(stop)
        );
    }

    // The listener of its clients is followed unless a person had a hand in how it is registered.
    private async Task<bool> HasMoved(Cluster known, ClusterDraft wanted, CancellationToken stop)
    {
        if (known.Kafka?.Addresses != wanted.Addresses)
        {
            return true;
        }

        if (ClusterDraft.Of(known).PasswordListener == wanted.PasswordListener)
        {
            return false;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        return !await db.Set<AuditEvent>()
            .AnyAsync(
                e =>
                    e.ClusterId == known.Id
                    && (e.Kind == "cluster.registered" || e.Kind == "cluster.edited")
                    && e.Actor.Name != Actor.Seed.Name,
                stop
            );
    }

    // One that a person registered may have the name, and belongs to somebody else.
    private async Task<bool> IsOurs(FirstCluster first, Cluster? known, CancellationToken stop)
    {
        if (first.IsBundled || known is null)
        {
            return true;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        return known.Kafka?.Addresses == first.Bootstrap
            && await db.Set<AuditEvent>()
                .AnyAsync(
                    e => e.ClusterId == known.Id && e.Kind == "cluster.registered" && e.Actor.Name == Actor.Seed.Name,
                    stop
                );
    }
}
