using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs.Rehearsals;

/// <summary>The consumer groups that a program commits as in a rehearsal. SQL commits nothing there.</summary>
internal sealed class RehearsalGroups(IKafkaClusters kafkas, JobClusterLookup clusters, ResourceRef on, StepScope scope)
{
    /// <param name="groups">As in production, each with its cluster.</param>
    public async Task Delete(IReadOnlyList<string> groups, CancellationToken stop)
    {
        var ending = new RehearsalNames(scope.Run, on).Ending;
        foreach (var group in groups)
        {
            if (await clusters.Place(on.Cluster, group, stop) is not var (cluster, name))
            {
                continue;
            }

            try
            {
                var kafka = await scope.Open(kafkas.Open, cluster, stop);
                await kafka.DeleteGroup($"{name}{ending}", scope.Deadline, stop);
            }
            // Where the portal may not delete it, Kafka forgets it by itself: nobody commits as it any more.
            catch (EngineException refused) when (refused.Fault == EngineFault.Final) { }
        }
    }
}
