using Portal.Core;
using Portal.Core.Access;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Tests.CrashMatrix;

/// <summary>Notes every act on ACLs that reached a cluster in a file that all workers of a cell share.</summary>
public sealed class CountedAcls(IAclClusters inner, string file) : IAclClusters
{
    public async Task<IClusterAcls> Open(ClusterId cluster, CancellationToken stop) =>
        new Counted(await inner.Open(cluster, stop), file);

    private sealed class Counted(IClusterAcls inner, string file) : IClusterAcls
    {
        private readonly NotedActs _acts = new(file);

        public Task<AclAnswer> All(CancellationToken stop) => inner.All(stop);

        public Task<AclAnswer> Of(string principal, CancellationToken stop) => inner.Of(principal, stop);

        public Task<IReadOnlyCollection<PrincipalQuota>> Quotas(CancellationToken stop) => inner.Quotas(stop);

        public Task Create(IReadOnlyList<Acl> acls, ActBefore deadline, CancellationToken stop) =>
            _acts.Note("CreateAcls", () => inner.Create(acls, deadline, stop));

        public Task Delete(IReadOnlyList<Acl> acls, ActBefore deadline, CancellationToken stop) =>
            _acts.Note("DeleteAcls", () => inner.Delete(acls, deadline, stop));
    }
}
