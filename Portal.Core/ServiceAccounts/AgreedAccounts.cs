using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.ServiceAccounts;

/// <summary>An account that the portal manages.</summary>
/// <param name="Spec">What is wanted of it.</param>
/// <param name="Formers">Among which its former password is; none: it has none, or that isn't known.</param>
public sealed record AgreedAccount(ServiceAccountSpec Spec, ImmutableArray<CredentialShown> Formers);

/// <summary>What the store has of accounts beside what their cluster shows.</summary>
public sealed class AgreedAccounts(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    /// <summary>By name, those that the portal manages.</summary>
    public async Task<IReadOnlyDictionary<string, AgreedAccount>> Of(
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
        var specs = managed.ToDictionary(r => r.Name, r => (ServiceAccountSpec)r.Read(kinds), StringComparer.Ordinal);
        string[] overlapping = [.. specs.Where(s => s.Value.FormerUntil is not null).Select(s => s.Key)];
        var formers = await FormerCredentials.Of(db, cluster, overlapping, stop);
        return specs.ToDictionary(
            s => s.Key,
            s => new AgreedAccount(s.Value, formers.GetValueOrDefault(s.Key, [])),
            StringComparer.Ordinal
        );
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
