using Microsoft.Extensions.Options;
using Portal.LocalCluster.Groups;
using Portal.LocalCluster.Log;
using Portal.LocalCluster.Quotas;
using Portal.LocalCluster.Security;
using Portal.LocalCluster.Topics;
using Portal.LocalCluster.Transactions;

namespace Portal.LocalCluster.Broker;

/// <summary>What all brokers of this process share: the one truth that they tell clients, each as a broker of a real cluster would.</summary>
public sealed class Cluster(
    Controller controller,
    Logs logs,
    GroupCoordinator groups,
    ProducerIds producerIds,
    TransactionCoordinator transactions,
    AccessStore access,
    Authoriser authoriser,
    SaslMechanisms saslMechanisms,
    ClusterMemory memory,
    ClientQuotas quotas,
    IOptions<LocalClusterOptions> options,
    TimeProvider time
)
{
    public Controller Controller { get; } = controller;
    public Logs Logs { get; } = logs;
    public GroupCoordinator Groups { get; } = groups;
    public ProducerIds ProducerIds { get; } = producerIds;
    public TransactionCoordinator Transactions { get; } = transactions;
    public AccessStore Access { get; } = access;
    public Authoriser Authoriser { get; } = authoriser;
    public SaslMechanisms SaslMechanisms { get; } = saslMechanisms;
    public ClusterMemory Memory { get; } = memory;
    public ClientQuotas Quotas { get; } = quotas;
    public LocalClusterOptions Options { get; } = options.Value;
    public TimeProvider Time { get; } = time;
    public ClusterState State => Controller.State;
    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();
}
