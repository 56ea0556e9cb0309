using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>Grants out of what was written down and the ACLs that were last seen, for previews.</summary>
public sealed class AccessPreview(
    IDbContextFactory<PortalDb> store,
    AccessLedger ledger,
    AccessTopics topics,
    TimeProvider clock
) : IPreviewReader
{
    public ResourceKind Kind => AccessKind.Word;

    public async Task<PreviewState> Read(ClusterId cluster, IReadOnlyCollection<string> names, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var reading = await db.Set<AclReading>().AsNoTracking().SingleOrDefaultAsync(r => r.ClusterId == cluster, stop);
        var seen = (await db.Set<SeenAcl>().AsNoTracking().Where(a => a.ClusterId == cluster).ToListAsync(stop))
            .Select(a => a.Acl)
            .ToHashSet();
        var held = await ledger.Of(cluster, names, stop);
        var others = await ledger.HeldByOthers(cluster, names, stop);
        var live = names.ToImmutableSortedDictionary(
            name => name,
            name => (ResourceState?)(held.GetValueOrDefault(name) is { } grant ? Of(grant, seen, reading) : null),
            StringComparer.Ordinal
        );
        return new(
            new SeenAccess(cluster, live)
            {
                Authorizer =
                    reading?.ReadAt is null ? AuthorizerState.NotRead
                    : reading.IsOff ? AuthorizerState.Off
                    : AuthorizerState.On,
                Acls = seen,
                HeldByOthers = others,
                Topics = await topics.Of(cluster, stop),
                Portal = await topics.Portal(cluster, stop),
            },
            reading?.ReadAt
        );
    }

    public Task<ResourceEvidence?> Evidence(LiveEngine live, ResourcePlan plan, CancellationToken stop) =>
        Task.FromResult<ResourceEvidence?>(
            live is SeenAccess seen
                ? AccessEvidence.Of(
                    plan,
                    seen.Authorizer,
                    seen.Acls,
                    seen.HeldByOthers,
                    seen.Topics,
                    seen.Portal,
                    clock.GetUtcNow()
                )
                : null
        );

    // The topic that has the name now is read from the cluster when the plan is made.
    private static LiveAccess Of(HeldGrant held, HashSet<Acl> seen, AclReading? reading) =>
        new(
            held.Grant.Name,
            held.Acls,
            reading?.ReadAt is null ? [] : [.. held.Acls.Where(acl => !seen.Contains(acl))],
            held.Grant.ExpiresAt,
            held.Grant.TopicId,
            held.Grant.TopicId
        )
        {
            DroppedIn = held.DroppedIn,
        };

    private sealed record SeenAccess(ClusterId Cluster, ImmutableSortedDictionary<string, ResourceState?> Resources)
        : LiveEngine(AccessKind.Word, Cluster, "", Resources, ImmutableDictionary<string, string>.Empty)
    {
        public required AuthorizerState Authorizer { get; init; }
        public required IReadOnlyCollection<Acl> Acls { get; init; }
        public required IReadOnlySet<Acl> HeldByOthers { get; init; }
        public required IReadOnlyDictionary<string, bool> Topics { get; init; }
        public required string? Portal { get; init; }
    }
}
