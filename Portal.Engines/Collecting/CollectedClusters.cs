using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Engines.Kafka;

namespace Portal.Engines.Collecting;

/// <inheritdoc cref="ICollectedClusters"/>
/// <param name="cycles">
/// Connections for the lag cycle alone. A broker answers in turn, and the cycle has little time: it must neither wait
/// behind somebody's slow question nor, giving up, end the connection on which an act is under way.
/// </param>
public sealed class CollectedClusters(
    KafkaClients clients,
    [FromKeyedServices(CollectedClusters.Cycles)] KafkaClients cycles
) : ICollectedClusters
{
    public const string Cycles = "lag cycles";

    public ICollectedCluster Of(ClusterId cluster) => new CollectedCluster(clients, cycles, cluster);
}
