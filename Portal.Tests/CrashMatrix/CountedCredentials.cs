using Portal.Core;
using Portal.Core.ServiceAccounts;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Tests.CrashMatrix;

/// <summary>Notes every act on credentials that reached a cluster in a file that all workers of a cell share.</summary>
public sealed class CountedCredentials(ICredentialClusters inner, string file) : ICredentialClusters
{
    public async Task<IClusterCredentials> Open(ClusterId cluster, CancellationToken stop) =>
        new Counted(await inner.Open(cluster, stop), file);

    private sealed class Counted(IClusterCredentials inner, string file) : IClusterCredentials
    {
        private readonly NotedActs _acts = new(file);

        public Task<IReadOnlyList<LiveServiceAccount>> All(CancellationToken stop) => inner.All(stop);

        public Task<IReadOnlyList<CredentialMechanism>?> Enabled(CancellationToken stop) => inner.Enabled(stop);

        public Task Set(
            string name,
            CredentialMechanism mechanism,
            int iterations,
            string password,
            ActBefore deadline,
            CancellationToken stop
        ) => _acts.Note("SetCredential", () => inner.Set(name, mechanism, iterations, password, deadline, stop));

        public Task Delete(string name, CredentialMechanism mechanism, ActBefore deadline, CancellationToken stop) =>
            _acts.Note("DeleteCredential", () => inner.Delete(name, mechanism, deadline, stop));
    }
}
