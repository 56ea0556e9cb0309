using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.ServiceAccounts;

/// <summary>Accounts out of what was last seen of their cluster, for previews.</summary>
public sealed class ServiceAccountPreview(IDbContextFactory<PortalDb> store, HeldByAccount held, TimeProvider clock)
    : IPreviewReader
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
        var live = names.ToImmutableSortedDictionary(
            name => name,
            name =>
                (ResourceState?)(
                    seen[name].Any()
                        ? new LiveServiceAccount(
                            name,
                            [
                                .. seen[name]
                                    .OrderBy(c => c.Mechanism)
                                    .Select(c => new CredentialShown(c.Mechanism, c.Iterations)),
                            ]
                        )
                        : null
                ),
            StringComparer.Ordinal
        );
        return new(
            new SeenAccounts(cluster, live)
            {
                Grants = await held.Of(cluster, names, stop),
                IsRead = readAt is not null,
            },
            readAt
        );
    }

    public Task<ResourceEvidence?> Evidence(LiveEngine live, ResourcePlan plan, CancellationToken stop) =>
        Task.FromResult<ResourceEvidence?>(
            live is SeenAccounts seen
                ? new ServiceAccountEvidence(plan.On, [.. seen.Grants[plan.On.Name]], seen.IsRead, clock.GetUtcNow())
                : null
        );

    private sealed record SeenAccounts(ClusterId Cluster, ImmutableSortedDictionary<string, ResourceState?> Resources)
        : LiveEngine(ServiceAccountKind.Word, Cluster, "", Resources, ImmutableDictionary<string, string>.Empty)
    {
        public required ILookup<string, string> Grants { get; init; }
        public required bool IsRead { get; init; }
    }
}
