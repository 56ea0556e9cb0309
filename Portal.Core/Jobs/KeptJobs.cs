namespace Portal.Core.Jobs;

/// <summary>What the store had of the jobs of all Flinks when it was last read. Their rows are made of it again and again, with what was read of Kafka since.</summary>
public sealed class KeptJobs
{
    internal KeptJobs(IReadOnlyList<StoredJobs> all) => All = all;

    internal IReadOnlyList<StoredJobs> All { get; }

    /// <summary>By the name of their cluster.</summary>
    public IReadOnlyList<FlinkRow> Flinks => [.. All.Select(jobs => jobs.Flink)];
}
