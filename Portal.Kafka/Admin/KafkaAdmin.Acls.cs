using Portal.Kafka.Client;
using Portal.Kafka.Messages;

namespace Portal.Kafka.Admin;

public sealed partial class KafkaAdmin
{
    /// <summary>Every access control entry of the cluster, in one request.</summary>
    public Task<DescribeAclsResponse> Acls(CancellationToken stop) =>
        client.SendAny(Call.Of(new DescribeAclsRequest()), null, stop);

    /// <summary>The entries that the filter means.</summary>
    public Task<DescribeAclsResponse> Acls(AclFilter filter, CancellationToken stop) =>
        client.SendAny(Call.Of(new DescribeAclsRequest { Filter = filter }), null, stop);

    /// <summary>One result for each entry, in the order they were given.</summary>
    public async Task<IReadOnlyList<CreateAclsResponse.Result>> CreateAcls(
        IReadOnlyList<AclBinding> acls,
        Allowed allowed,
        CancellationToken stop
    )
    {
        var call = Call.Of(new CreateAclsRequest { Creations = [.. acls] });
        return (
            await Act(call, a => a.Results.Any(r => IsElsewhere(r.Error)), allowed, stop).ConfigureAwait(false)
        ).Results;
    }

    /// <summary>Deletes exactly these; one that isn't there is no error. One result for each, in the order they were given.</summary>
    public async Task<IReadOnlyList<DeleteAclsResponse.FilterResult>> DeleteAcls(
        IReadOnlyList<AclBinding> acls,
        Allowed allowed,
        CancellationToken stop
    )
    {
        var call = Call.Of(new DeleteAclsRequest { Filters = [.. acls.Select(Exactly)] });
        return (
            await Act(call, a => a.FilterResults.Any(r => IsElsewhere(r.Error)), allowed, stop).ConfigureAwait(false)
        ).FilterResults;
    }

    private static AclFilter Exactly(AclBinding acl) =>
        new()
        {
            ResourceType = acl.ResourceType,
            ResourceName = acl.ResourceName,
            PatternType = acl.PatternType,
            Principal = acl.Principal,
            Host = acl.Host,
            Operation = acl.Operation,
            Permission = acl.Permission,
        };
}
