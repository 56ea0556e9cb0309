using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Wording;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Workers.Planning.Access;

namespace Portal.Workers.Applying.Steps.Access;

/// <summary>What steps on grants have in common: the grant as it was written down, and its cluster's entries now.</summary>
public sealed class AccessSight(IAclClusters acls, IKafkaClusters clusters, AccessLedger ledger, AccessTopics topics)
    : IKindService
{
    /// <param name="about">What the step is about, beside what the grant holds.</param>
    public async Task<AccessSeen> Look(
        ResourceRef on,
        string? topic,
        IEnumerable<Acl> about,
        StepScope scope,
        CancellationToken stop
    )
    {
        var held = (await ledger.Of(on.Cluster, [on.Name], stop)).GetValueOrDefault(on.Name);
        var there = await There(await Acls(on.Cluster, scope, stop), about.Concat(held?.Acls ?? []), stop);
        var now = (topic ?? held?.Grant.Topic) is { } name ? await TopicId(on.Cluster, name, scope, stop) : null;
        var live = held is null ? null : AccessLiveReader.Of(held, there, now);
        return new(held, there, now, live, held is null && await ledger.Expired(scope.Run, on, stop));
    }

    public Task<IClusterAcls> Acls(ClusterId cluster, StepScope scope, CancellationToken stop) =>
        scope.Open(acls.Open, cluster, stop);

    /// <summary>
    /// Removes entries, and waits until the cluster shows that they are gone. They are deleted whether it shows them or not: deleting what isn't there is no
    /// error, and what is there unseen would go on counting.
    /// </summary>
    /// <param name="there">What the cluster showed before.</param>
    public async Task Remove(
        ResourceRef on,
        IReadOnlyList<Acl> gone,
        IReadOnlySet<Acl> there,
        StepScope scope,
        CancellationToken stop
    )
    {
        if (gone.Count == 0)
        {
            return;
        }

        var cluster = await Acls(on.Cluster, scope, stop);
        try
        {
            await cluster.Delete(gone, scope.Deadline, stop);
        }
        // Who may no longer change ACLs isn't stuck with a grant of which nothing is left.
        catch (EngineException refused) when (refused.Fault == EngineFault.Final && !there.Overlaps(gone)) { }

        var left = await scope.Retry.Until(
            async again => (await There(cluster, gone, again)).Intersect(gone).ToList(),
            still => still.Count == 0,
            stop
        );
        if (left.Count > 0)
        {
            throw NotShownYet.Of($"{left[0].Principal} may still {left[0].InWords()}");
        }
    }

    /// <summary>
    /// What of a grant's entries goes from the cluster with it: what no other grant holds, and nothing of the portal's own principal, whoever that is by now.
    /// </summary>
    public async Task<IReadOnlyList<Acl>> Removable(ResourceRef on, IEnumerable<Acl> mine, CancellationToken stop)
    {
        var others = await ledger.HeldByOthers(on.Cluster, [on.Name], stop);
        var portal = await topics.Portal(on.Cluster, stop);
        return [.. mine.Where(acl => !others.Contains(acl) && !PortalAcls.IsOf(acl, portal))];
    }

    internal static Observation Judge(Step step, AccessSeen seen, ObservedState state) =>
        new(state, seen.Live, $"{step.On.Name} {Describe(seen)}");

    internal static EngineException Dropped(ResourceRef on) =>
        new(
            EngineFault.Final,
            $"{on.Name} was dropped in an access review and is being removed. Request a new grant once it is gone."
        );

    internal static EngineException Ended(ResourceRef on) =>
        new(
            EngineFault.Final,
            $"{on.Name} isn't in force any more, so there is nothing to change. Request a new grant."
        );

    internal static EngineException Expired(GrantAccess step) =>
        new(
            EngineFault.Final,
            $"{step.On.Name} was approved until {UtcTime.InWords(step.Expires!.Value)}, which is over. Request a new grant if it is still needed."
        );

    // Without its authorizer a cluster shows no entries, keeps them all the same, and goes by them again once it is back.
    private static async Task<HashSet<Acl>> There(
        IClusterAcls cluster,
        IEnumerable<Acl> about,
        CancellationToken stop
    ) =>
        await cluster.AllWith(about.Select(acl => acl.Principal), stop) is { IsOff: false } answer
            ? [.. answer.Acls]
            : throw new EngineException(
                EngineFault.Transient,
                "The cluster's authorizer is off: its ACLs can't be read or removed now."
            );

    private static string Describe(AccessSeen seen) =>
        seen.HasExpired ? "has expired, and was removed"
        : seen.Live is not { } live ? "isn't in force"
        : live.DroppedIn is { } review ? $"was dropped in access review {review} and is being removed"
        : live.IsOrphan ? "was granted on a topic that is gone"
        : live.Missing.IsEmpty ? $"is in force with {Quantity.Of(live.Held.Length, "ACL", "ACLs")}"
        : $"lacks {live.Missing.Length} of {Quantity.Of(live.Held.Length, "ACL", "ACLs")} on the cluster";

    private async Task<string?> TopicId(ClusterId cluster, string topic, StepScope scope, CancellationToken stop) =>
        AccessLiveReader.IdOf((await (await scope.Open(clusters.Open, cluster, stop)).Topics([topic], stop))[topic]);
}

/// <param name="Held">Null: the grant isn't in force.</param>
/// <param name="There">All entries of the cluster, those of the grant's principal by its own name.</param>
/// <param name="TopicNow">The id of the topic that has the step's or the grant's name now.</param>
/// <param name="HasExpired">The run had made or changed it, and it was ended since because its time was over.</param>
public sealed record AccessSeen(
    HeldGrant? Held,
    IReadOnlySet<Acl> There,
    string? TopicNow,
    LiveAccess? Live,
    bool HasExpired
);
