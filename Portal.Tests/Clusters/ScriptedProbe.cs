using Portal.Core.Clusters;

namespace Portal.Tests.Clusters;

/// <summary>A cluster that answers as the test says, and remembers how it was asked.</summary>
public sealed class ScriptedProbe : IClusterProbe
{
    public ProbeAnswer Answer { get; set; } = Cluster("engine-a");

    public List<ClusterAccess> Asked { get; } = [];

    public static ProbeAnswer Cluster(string engineId) =>
        new ProbeAnswer.Reached(new ClusterFacts(engineId, "4.3", "KRaft", [new("127.0.0.1", 9092)], ["see quotas"]));

    public Task<ProbeAnswer> Ask(ClusterAccess access, CancellationToken stop)
    {
        Asked.Add(access);
        return Task.FromResult(Answer);
    }
}
