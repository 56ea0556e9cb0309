using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.FlinkClusters;
using Portal.Core.Registries;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Workers.Setup;

/// <summary>
/// The schema registries and the Flink of the clusters that are registered by themselves. One that somebody removed or set to another address stays
/// so; one that moved to another port is followed.
/// </summary>
public sealed class FirstEndpoints(
    IDbContextFactory<PortalDb> store,
    RegistryRegistration registries,
    FlinkRegistration flinks
)
{
    /// <returns>What is still missing; null once all are registered, or are not to be.</returns>
    internal async Task<string?> Register(Caller who, ClusterId cluster, FirstCluster first, CancellationToken stop)
    {
        if (
            await IsWanted(who.Actor, cluster, EndpointKind.Registry, "registry", first.Registry, first.IsBundled, stop)
            && await registries.Save(who, cluster, new RegistryDraft(first.Registry), null, stop)
                is Outcome<RegistryFacts>.Refused(var noRegistry)
        )
        {
            return noRegistry.Words;
        }

        return
            await IsWanted(who.Actor, cluster, EndpointKind.Flink, "flink", first.Flink, first.IsBundled, stop)
            && await flinks.Save(who, cluster, new FlinkDraft(first.Flink, first.SqlGateway), null, stop)
                is Outcome<FlinkFacts>.Refused(var noFlink)
            ? noFlink.Words
            : null;
    }

    private async Task<bool> IsWanted(
        Actor setup,
        ClusterId cluster,
        EndpointKind kind,
        string word,
        string url,
        bool isBundled,
        CancellationToken stop
    )
    {
        if (url.Length == 0)
        {
            return false;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var last = await db.Set<AuditEvent>()
            .Where(e => e.ClusterId == cluster && e.Kind.StartsWith(word + "."))
            .OrderByDescending(e => e.Id)
            .Select(e => new { e.Kind, e.Actor })
            .FirstOrDefaultAsync(stop);
        if (last is null || !isBundled)
        {
            return last is null;
        }

        var known = await db.Set<Cluster>()
            .Where(c => c.Id == cluster)
            .SelectMany(c => c.Endpoints)
            .Where(e => e.Kind == kind)
            .Select(e => e.Addresses)
            .FirstOrDefaultAsync(stop);
        return last.Kind == $"{word}.saved" && last.Actor == setup && known != url;
    }
}
