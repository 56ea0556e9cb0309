using Portal.Core;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Tests.Kit;

/// <summary>For worlds whose clusters have no Flink.</summary>
public sealed class NoFlink : IFlinkClusters
{
    public Task<IFlink> Open(ClusterId cluster, CancellationToken stop) =>
        throw new EngineException(EngineFault.Final, "The cluster has no Flink.");
}
