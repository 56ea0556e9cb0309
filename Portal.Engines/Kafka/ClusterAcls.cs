using Portal.Core;
using Portal.Core.Access;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

public sealed class AclClusters(KafkaClients clients) : IAclClusters
{
    public async Task<IClusterAcls> Open(ClusterId cluster, CancellationToken stop) =>
        new ClusterAcls(await clients.Open(cluster, stop));
}

/// <summary>One registered cluster's ACLs over Kafka's own protocol. Before each look and each act the cluster is asked who it is.</summary>
internal sealed class ClusterAcls(OpenedCluster cluster) : IClusterAcls
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly KafkaAdmin _admin = new(cluster.Client);

    public Task<AclAnswer> All(CancellationToken stop) => Read(() => _admin.Acls(stop), stop);

    public Task<AclAnswer> Of(string principal, CancellationToken stop) =>
        Read(() => _admin.Acls(new AclFilter { Principal = EngineText.Original(principal) }, stop), stop);

    public async Task<IReadOnlyCollection<PrincipalQuota>> Quotas(CancellationToken stop)
    {
        await SameCluster.RequireToRead(cluster, stop);
        var answer = await KafkaCall.Ask(cluster, () => _admin.UserQuotas(stop), stop);
        return answer.Error == ErrorCode.None
            ? [.. QuotaNames.Of(answer)]
            : throw KafkaFaults.OfAct(cluster, "list its client quotas", answer.Error, answer.ErrorMessage);
    }

    public Task Create(IReadOnlyList<Acl> acls, ActBefore deadline, CancellationToken stop) =>
        Act(
            "create ACLs",
            async within =>
                (await _admin.CreateAcls([.. acls.Select(AclNames.ToBinding)], within, stop)).Select(r =>
                    (r.Error, r.ErrorMessage)
                ),
            deadline,
            stop
        );

    public Task Delete(IReadOnlyList<Acl> acls, ActBefore deadline, CancellationToken stop) =>
        Act(
            "delete ACLs",
            async within =>
                (await _admin.DeleteAcls([.. acls.Select(AclNames.ToBinding)], within, stop)).SelectMany(r =>
                    r.MatchingAcls.Select(acl => (acl.Error, acl.ErrorMessage)).Prepend((r.Error, r.ErrorMessage))
                ),
            deadline,
            stop
        );

    private async Task<AclAnswer> Read(Func<Task<DescribeAclsResponse>> read, CancellationToken stop)
    {
        await SameCluster.RequireToRead(cluster, stop);
        var answer = await KafkaCall.Ask(cluster, read, stop);
        return answer.Error switch
        {
            ErrorCode.SecurityDisabled => new([], IsOff: true),
            ErrorCode.None => new([.. answer.Resources.SelectMany(AclNames.Of)], IsOff: false),
            var error => throw KafkaFaults.OfAct(cluster, "list its ACLs", error, answer.ErrorMessage),
        };
    }

    private async Task Act(
        string what,
        Func<Allowed, Task<IEnumerable<(ErrorCode Error, string? Words)>>> act,
        ActBefore deadline,
        CancellationToken stop
    )
    {
        await SameCluster.Require(cluster, stop);
        var left = deadline.Left();
        var within = new Allowed(left < Longest ? left : Longest, deadline.Left);
        var results = await KafkaCall.Act(cluster, () => act(within), stop);
        if (results.FirstOrDefault(r => r.Error != ErrorCode.None) is (not ErrorCode.None and var error, var words))
        {
            throw KafkaFaults.OfAct(cluster, what, error, words);
        }
    }
}
