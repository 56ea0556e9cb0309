using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;

namespace Portal.Core.ServiceAccounts;

/// <summary>A cluster that may have SCRAM credentials, and how they were last read.</summary>
/// <param name="Reading">Null: not yet.</param>
public sealed record CredentialSource(string Cluster, CredentialReading? Reading);

/// <summary>Where SCRAM credentials are read, from the store. No cluster is asked.</summary>
public sealed class CredentialSources(IDbContextFactory<PortalDb> store)
{
    /// <summary>By the cluster's name.</summary>
    /// <param name="environment">Null: of all.</param>
    public async Task<IReadOnlyList<CredentialSource>> All(string? environment, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await (
            from cluster in db.Set<Cluster>()
            where cluster.DeregisteredAt == null && cluster.Endpoints.Any(e => e.Kind == EndpointKind.Kafka)
            where environment == null || cluster.Environment == environment
            join read in db.Set<CredentialReading>() on cluster.Id equals read.ClusterId into readings
            from reading in readings.DefaultIfEmpty()
            orderby cluster.Name
            select new CredentialSource(cluster.Name, reading)
        )
            .AsNoTracking()
            .ToListAsync(stop);
    }
}
