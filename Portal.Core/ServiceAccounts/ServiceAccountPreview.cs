using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.ServiceAccounts;

/// <summary>Accounts out of what was last seen of their cluster, for previews.</summary>
public sealed class ServiceAccountPreview(
    IDbContextFactory<PortalDb> store,
    AccountSurroundings surroundings,
    LastSeenAcls acls,
    AgreedAccounts agreed
) : IPreviewReader
{
    public ResourceKind Kind => ServiceAccountKind.Word;

    public async Task<PreviewState> Read(ClusterId cluster, IReadOnlyCollection<string> names, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var readAt = await db.Set<CredentialReading>()
            .Where(r => r.ClusterId == cluster)
            .Select(r => r.ReadAt)
            .SingleOrDefaultAsync(stop);
        var seen = (
            await db.Set<SeenCredential>()
                .AsNoTracking()
                .Where(c => c.ClusterId == cluster && names.Contains(c.Name))
                .ToListAsync(stop)
        ).ToLookup(c => c.Name, StringComparer.Ordinal);
        var managed = await agreed.Of(cluster, names, stop);
        var live = names.ToImmutableSortedDictionary(
            name => name,
            name =>
                (ResourceState?)
                    LiveServiceAccount.Of(
                        name,
                        [
                            .. seen[name]
                                .OrderBy(c => c.Mechanism)
                                .Select(c => new CredentialShown(c.Mechanism, c.Iterations)),
                        ],
                        managed.GetValueOrDefault(name)
                    ),
            StringComparer.Ordinal
        );
        return new(
            new SeenAccounts(cluster, live)
            {
                IsRead = readAt is not null,
                Enabled = await agreed.Enabled(cluster, stop),
            },
            readAt
        );
    }

    public async Task<ResourceEvidence?> Evidence(LiveEngine live, ResourcePlan plan, CancellationToken stop) =>
        live is SeenAccounts seen
            ? (
                await surroundings.Of(
                    live.Cluster,
                    [plan.On],
                    await acls.Of(live.Cluster, stop),
                    revoked: [],
                    seen.Enabled,
                    seen.IsRead,
                    stop
                )
            ).Single()
            : null;

    private sealed record SeenAccounts(ClusterId Cluster, ImmutableSortedDictionary<string, ResourceState?> Resources)
        : LiveEngine(ServiceAccountKind.Word, Cluster, "", Resources, ImmutableDictionary<string, string>.Empty)
    {
        public required bool IsRead { get; init; }
        public required ImmutableArray<CredentialMechanism>? Enabled { get; init; }
    }
}
