using Portal.Core.Health;
using Portal.Core.Jobs.Sql;

namespace Portal.Core.Jobs;

/// <summary>How many records a job's dead-letter topic has had, out of what was last read of it. Pure.</summary>
/// <param name="Cluster">Of the topic.</param>
/// <param name="AtMost">
/// Its end offsets added up: what was deleted since counts, and the commit of each transaction counts as one. Null when it isn't known.
/// </param>
/// <param name="SeenAt">When the oldest of these offsets was read; null when that isn't known.</param>
public sealed record DeadLetterCount(string Cluster, string Topic, long? AtMost, DateTimeOffset? SeenAt)
{
    /// <summary>Null where it skips no record.</summary>
    /// <param name="environment">That of the job: its clusters are the ones whose topics it names.</param>
    public static DeadLetterCount? Of(JobDefinition? definition, IClusterHealth health, string environment)
    {
        if (definition?.DeadLetters is not { } table)
        {
            return null;
        }

        var name = JobTableName.Declared(table, isWritten: true);
        var cluster = health.Current.Values.FirstOrDefault(c => c.Environment == environment && c.Name == name.Cluster);
        var partitions = cluster?.Topics.GetValueOrDefault(name.Topic)?.Partitions;
        return new(
            name.Cluster,
            name.Topic,
            partitions is { Length: > 0 } ends && ends.All(p => p.End is not null) ? ends.Sum(p => p.End) : null,
            partitions?.Min(p => p.AnsweredAt(cluster!.Collector.CycleAt))
        );
    }
}
