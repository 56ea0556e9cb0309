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
    private const string Headers = "Each record there carries the reason in its headers.";

    /// <summary>Other managed jobs that run, or ran a moment ago, and write to the topic: how much of what comes into it is this one's isn't known then.</summary>
    public ImmutableArray<DeadLetterSharer> Sharers { get; init; } = [];

    /// <summary>Null where it skips few of its records, and where that isn't known.</summary>
    public JobStatus? Status =>
        !IsMuch || !Sharers.IsEmpty ? null
        : Share >= NearlyAll
            ? new(JobHealth.SkippingRecords, $"It skips nearly all of the records that it reads: {Figures}. {Headers}")
        : new(
            JobHealth.SkippingRecords,
            $"It skips about {Unit.Of($"{Share * 100:0}", "%")} of the records that it reads: {Figures}. {Headers}"
        );

    /// <summary>Why it isn't known whether it skips many of its records, as a sentence; null where that is known.</summary>
    public string? Doubt =>
        IsMuch && Sharers is [var other, ..]
            ? $"Whether it skips many of its records is unknown: {Figures}, a dead-letter topic that it shares with {other.Name}{More}."
            : null;

    private string More =>
        Sharers.Length == 1 ? "" : $" and {Quantity.Of(Sharers.Length - 1, "other job", "other jobs")}";

    private double Share => Math.Min(1, DeadPerSecond / ReadPerSecond);

    private bool IsMuch => ReadPerSecond > 0 && Share >= Many;

    private string Figures =>
        $"it reads {Unit.Of($"{ReadPerSecond:0.#}", "a second")}, and {Unit.Of($"{DeadPerSecond:0.#}", "a second")} come into {Topic}";

    /// <summary>Null where it skips none, and where either isn't known.</summary>
    /// <param name="lag">How it fares on what it reads.</param>
    /// <param name="environment">The clusters whose topics it names.</param>
    /// <param name="sharers">Other managed jobs that run, or ran a moment ago, and write to the topic.</param>
    public static DeadLetterRate? Of(
        JobDefinition? definition,
        ImmutableArray<JobLag> lag,
        IEnumerable<ClusterSnapshot> environment,
        ImmutableArray<DeadLetterSharer> sharers
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
            {
                Sharers = sharers,
            }
            : null;
    }

    // The commit of a transaction has an offset too: one for each partition and checkpoint at most.
    private static double Commits(JobDefinition definition, int partitions) =>
        definition.Guarantee == JobGuarantee.ExactlyOnce ? (double)partitions / definition.CheckpointSeconds : 0;
}
