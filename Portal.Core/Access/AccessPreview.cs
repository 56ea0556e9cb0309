using System.Collections.Immutable;
using Portal.Core.Resources;

namespace Portal.Core.Access;

/// <summary>Grants out of what was written down and the ACLs that were last seen, for previews.</summary>
public sealed class AccessPreview(
    LastSeenAcls acls,
    AccessLedger ledger,
    AccessTopics topics,
    OpenTopicUse use,
    TimeProvider clock
) : IPreviewReader
{
    public ResourceKind Kind => AccessKind.Word;

    public async Task<PreviewState> Read(ClusterId cluster, IReadOnlyCollection<string> names, CancellationToken stop)
    {
        var seen = await acls.Of(cluster, stop);
        return new(
            new SeenAccess(cluster, await Live(cluster, names, seen, stop))
            {
                HeldByOthers = await ledger.HeldByOthers(cluster, names, stop),
                Context = await topics.Context(cluster, seen, stop),
            },
            seen.ReadAt
        );
    }

    /// <summary>The grants alone, without what weighs in a change to them.</summary>
    public async Task<ImmutableSortedDictionary<string, ResourceState?>> Live(
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        CancellationToken stop
    ) => await Live(cluster, names, await acls.Of(cluster, stop), stop);

    public async Task<ResourceEvidence?> Evidence(LiveEngine live, ResourcePlan plan, CancellationToken stop) =>
        live is SeenAccess seen
            ? await use.Of(
                AccessEvidence.Of(plan, seen.Context, seen.HeldByOthers, clock.GetUtcNow()),
                plan,
                seen.Context,
                stop
            )
            : null;

    private async Task<ImmutableSortedDictionary<string, ResourceState?>> Live(
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        AclsSeen seen,
        CancellationToken stop
    )
    {
        var held = await ledger.Of(cluster, names, stop);
        List<Acl> denies = [.. seen.Acls.Where(acl => acl.Permission == AclPermission.Deny).Order()];
        return names.ToImmutableSortedDictionary(
            name => name,
            name => (ResourceState?)(held.GetValueOrDefault(name) is { } grant ? Of(grant, seen, denies) : null),
            StringComparer.Ordinal
        );
    }

    // The topic that has the name now is read from the cluster when the plan is made.
    private static LiveAccess Of(HeldGrant held, AclsSeen seen, List<Acl> denies) =>
        new(
            held.Grant.Name,
            held.Acls,
            seen.ReadAt is null ? [] : [.. held.Acls.Where(acl => !seen.Acls.Contains(acl))],
            held.Grant.ExpiresAt,
            held.Grant.TopicId,
            held.Grant.TopicId
        )
        {
            DroppedIn = held.DroppedIn,
            Denies = [.. denies.Where(deny => held.Acls.Any(deny.Overrides))],
        };

    private sealed record SeenAccess(ClusterId Cluster, ImmutableSortedDictionary<string, ResourceState?> Resources)
        : LiveEngine(AccessKind.Word, Cluster, "", Resources, ImmutableDictionary<string, string>.Empty)
    {
        public required IReadOnlySet<Acl> HeldByOthers { get; init; }
        public required AccessContext Context { get; init; }

        public override bool LacksAll(ResourceSpec removal) =>
            removal is AccessSpec { IsRemoval: true } spec
            && Context.Acls.ReadAt is not null
            && !spec.Removes.Any(acl => Context.Acls.Acls.Contains(acl) && !IsHeld(acl));

        // It is removed with its grant.
        private bool IsHeld(Acl acl) =>
            HeldByOthers.Contains(acl) || Resources.Values.OfType<LiveAccess>().Any(grant => grant.Held.Contains(acl));
    }
}
