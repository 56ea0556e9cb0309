using System.Collections.Concurrent;
using Portal.Core;
using Portal.Core.Access;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Tests.Kit;

/// <summary>ACLs in memory.</summary>
public sealed class FakeAcls : IAclClusters, IClusterAcls
{
    private readonly ConcurrentDictionary<Acl, bool> _acls = [];

    public Task<IClusterAcls> Open(ClusterId cluster, CancellationToken stop) => Task.FromResult<IClusterAcls>(this);

    public Task<AclAnswer> All(CancellationToken stop) => Task.FromResult(new AclAnswer([.. _acls.Keys], IsOff: false));

    public Task Create(IReadOnlyList<Acl> acls, ActBefore deadline, CancellationToken stop)
    {
        foreach (var acl in acls)
        {
            _acls.TryAdd(acl, true);
        }

        return Task.CompletedTask;
    }

    public Task Delete(IReadOnlyList<Acl> acls, ActBefore deadline, CancellationToken stop)
    {
        foreach (var acl in acls)
        {
            _acls.TryRemove(acl, out _);
        }

        return Task.CompletedTask;
    }
}
