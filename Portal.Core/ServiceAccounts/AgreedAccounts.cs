using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.ServiceAccounts;

/// <summary>What the store has of accounts beside what their cluster shows.</summary>
public sealed class AgreedAccounts(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    /// <summary>By name, what is wanted of those that the portal manages.</summary>
    public async Task<IReadOnlyDictionary<string, ServiceAccountSpec>> Of(
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var managed = await db.Set<Resource>()
            .AsNoTracking()
            .Where(r => r.Kind == ServiceAccountKind.Word && r.ClusterId == cluster && r.GoneAt == null)
            .Where(r => names.Contains(r.Name))
            .ToListAsync(stop);
        return managed.ToDictionary(r => r.Name, r => (ServiceAccountSpec)r.Read(kinds), StringComparer.Ordinal);
    }

    /// <summary>The SCRAM mechanisms that a cluster's brokers take, as last seen; null: they don't show it, or weren't read yet.</summary>
    public async Task<ImmutableArray<CredentialMechanism>?> Enabled(ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var seen = await db.Set<CredentialReading>()
            .Where(r => r.ClusterId == cluster)
            .Select(r => r.EnabledMechanisms)
            .SingleOrDefaultAsync(stop);
        return seen is null ? null : [.. Enum.GetValues<CredentialMechanism>().Where(m => seen.Contains(m.Title()))];
    }
}
