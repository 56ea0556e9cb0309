using Portal.Core;
using Portal.Core.ServiceAccounts;

namespace Portal.Engines.Kafka;

/// <summary>The SCRAM credentials of the clusters that are registered.</summary>
public interface ICredentialClusters
{
    /// <exception cref="EngineException">Final: it isn't registered (any more) or its secret can't be read.</exception>
    Task<IClusterCredentials> Open(ClusterId cluster, CancellationToken stop);
}

/// <summary>The SCRAM credentials of one cluster. Errors as in <see cref="IClusterAcls"/>.</summary>
public interface IClusterCredentials
{
    /// <summary>Everybody's, in one request.</summary>
    Task<IReadOnlyList<LiveServiceAccount>> All(CancellationToken stop);

    /// <summary>The SCRAM mechanisms that a listener of its brokers takes; null: they don't show it to the portal.</summary>
    Task<IReadOnlyList<CredentialMechanism>?> Enabled(CancellationToken stop);

    /// <param name="password">Never sent: the cluster gets what it is salted to.</param>
    Task Set(
        string name,
        CredentialMechanism mechanism,
        int iterations,
        string password,
        ActBefore deadline,
        CancellationToken stop
    );

    /// <summary>Deletes one: Kafka takes no two of an account in one request. One that isn't there is no error.</summary>
    Task Delete(string name, CredentialMechanism mechanism, ActBefore deadline, CancellationToken stop);
}
