using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Core.Jobs.Sql;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>
/// How many records come into a job's dead-letter topic beside those that it reads: checkpoints complete and lag stays small also where it skips all. Pure.
/// </summary>
/// <param name="Topic">As statements name it.</param>
/// <param name="DeadPerSecond">Records that came into the topic, over the last minute: at least so many.</param>
/// <param name="ReadPerSecond">Records that the job reads: over the last minute, or from commit to commit where it commits seldom.</param>
public sealed record DeadLetterRate(string Topic, double DeadPerSecond, double ReadPerSecond)
{
    /// <summary>From here on it is more than a record now and then.</summary>
    private const double Many = 0.1;
    private const double NearlyAll = 0.9;

    /// <summary>Null where it skips few of its records.</summary>
    public JobStatus? Status =>
        ReadPerSecond <= 0
            ? null
            : Math.Min(1, DeadPerSecond / ReadPerSecond) switch
            {
                < Many => null,
                >= NearlyAll => new(
                    JobHealth.SkippingRecords,
                    $"It skips nearly all of the records that it reads{Figures}"
                ),
                var share => new(
                    JobHealth.SkippingRecords,
                    $"It skips about {Unit.Of($"{share * 100:0}", "%")} of the records that it reads{Figures}"
                ),
            };

    private string Figures =>
        $": it reads {Unit.Of($"{ReadPerSecond:0.#}", "a second")}, and {Unit.Of($"{DeadPerSecond:0.#}", "a second")} come into {Topic}. Each record there carries the reason in its headers.";

    /// <summary>Null where it skips none, and where either isn't known.</summary>
    /// <param name="lag">How it fares on what it reads.</param>
    /// <param name="environment">The clusters whose topics it names.</param>
    public static DeadLetterRate? Of(
        JobDefinition? definition,
        ImmutableArray<JobLag> lag,
        IEnumerable<ClusterSnapshot> environment
    )
    {
        if (definition?.DeadLetters is not { } table || lag.IsDefaultOrEmpty)
        {
            return null;
        }

        var name = JobTableName.Declared(table, isWritten: true);
        var topic = environment.FirstOrDefault(c => c.Name == name.Cluster)?.Topics.GetValueOrDefault(name.Topic);
        return topic?.ProducedPerSecond is { } produced && lag.All(l => l.Group.ConsumedPerSecond is not null)
            ? new(
                table,
                Math.Max(0, produced - Commits(definition, topic.Partitions.Length)),
                lag.Sum(l => l.Group.ConsumedPerSecond!.Value)
            )
            : null;
    }

    // The commit of a transaction has an offset too: one for each partition and checkpoint at most.
    private static double Commits(JobDefinition definition, int partitions) =>
        definition.Guarantee == JobGuarantee.ExactlyOnce ? (double)partitions / definition.CheckpointSeconds : 0;
}
