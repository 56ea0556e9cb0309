using System.Collections.Immutable;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;

namespace Portal.Workers.Planning.Jobs;

/// <summary>Which tables of a job a start would generate from another schema version than the one that it runs with, out of what was last seen.</summary>
public sealed class SchemaLook(JobTopics topics) : IKindService
{
    /// <param name="running">What runs, or ran; null when nothing did.</param>
    /// <param name="next">The tables of the version that is to start.</param>
    /// <returns>None where the versions that run aren't known.</returns>
    public async Task<ImmutableArray<SchemaMove>> Of(
        ResourceRef on,
        JobDefinition? running,
        ImmutableArray<JobTable> next,
        CancellationToken stop
    ) =>
        running?.Schemas is null || next.IsEmpty
            ? []
            : SchemaMove.Between(await topics.Of(on.Cluster, on.Name, running, PlannedTopics.None, stop), next);
}
