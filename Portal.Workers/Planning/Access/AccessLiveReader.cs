using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning.Access;

/// <summary>Grants as they were written down, and what their cluster has of them now.</summary>
public sealed class AccessLiveReader(
    IAclClusters acls,
    IKafkaClusters clusters,
    AccessLedger ledger,
    DeletedAccounts deleted
) : ILiveReader
{
    public ResourceKind Kind => AccessKind.Word;

    public async Task<LiveEngine> Read(
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        IReadOnlyCollection<string> toCreate,
        CancellationToken stop
    )
    {
        var held = await ledger.Of(cluster, names, stop);
        var ending = await deleted.Of(cluster, names, stop);
        var kafka = await clusters.Open(cluster, stop);
        var known = held.Values.SelectMany(h => h.Acls).Select(acl => acl.Principal);
        var all = (await acls.Open(cluster, stop)).AllWith(known, stop);
        var topics = kafka.Topics([.. held.Values.Select(h => h.Grant.Topic).OfType<string>().Distinct()], stop);
        var facts = kafka.Describe(stop);
        await Task.WhenAll(all, topics, facts);
        var there = all.Result.Acls.ToHashSet();
        return new(
            Kind,
            cluster,
            facts.Result.EngineId,
            names.ToImmutableSortedDictionary(
                name => name,
                name =>
                    (ResourceState?)(
                        held.GetValueOrDefault(name) is { } grant
                            ? Of(grant, there, grant.Grant.Topic is { } topic ? IdOf(topics.Result[topic]) : null) with
                            {
                                IsOfDeletedAccount = ending.Contains(name),
                            }
                            : null
                    ),
                StringComparer.Ordinal
            ),
            ImmutableDictionary<string, string>.Empty,
            facts.Result.Brokers.Length
        );
    }

    public async Task<string> EngineId(ClusterId cluster, CancellationToken stop) =>
        (await (await clusters.Open(cluster, stop)).Describe(stop)).EngineId;

    /// <param name="topicNow">The id of the topic that has the grant's name now.</param>
    internal static LiveAccess Of(HeldGrant held, IReadOnlySet<Acl> there, string? topicNow) =>
        new(
            held.Grant.Name,
            held.Acls,
            [.. held.Acls.Where(acl => !there.Contains(acl))],
            held.Grant.ExpiresAt,
            held.Grant.TopicId,
            topicNow
        )
        {
            DroppedIn = held.DroppedIn,
        };

    /// <summary>The topic's id; null when the cluster says that there is none. No answer is never taken for none.</summary>
    internal static string? IdOf(TopicAnswer answer) =>
        answer switch
        {
            TopicAnswer.Found found => TopicIds.Of(found.Topic.TopicId).Value,
            TopicAnswer.Missing => null,
            TopicAnswer.Unknown unknown => throw new EngineException(EngineFault.Transient, unknown.Words),
            _ => throw new InvalidOperationException(answer.GetType().Name),
        };
}
