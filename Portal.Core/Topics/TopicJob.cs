using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>A stream job whose statements name a topic.</summary>
/// <param name="Cluster">Whose Flink runs it.</param>
/// <param name="Owner">The team's name.</param>
/// <param name="Reads">It reads the topic.</param>
/// <param name="Writes">It writes the topic.</param>
/// <param name="IsSuspended">It is to go on later, from where it stopped.</param>
/// <param name="KeepsDeadLetters">What it writes to it are records that it can't decode.</param>
public sealed record TopicJob(
    string Cluster,
    string Name,
    string Owner,
    bool Reads,
    bool Writes,
    bool IsSuspended,
    bool KeepsDeadLetters = false
)
{
    /// <summary>The schema version that the table of a job which runs was generated from; null where it doesn't run, takes none, or that isn't known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TopicSchema? RunsWith { get; init; }

    /// <summary>Why it can't read what is written with a version that is about to be registered; null where it can, or that isn't known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CannotRead { get; init; }

    /// <summary>The consumer group that it commits as; null: it is a program, which chooses its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Group { get; init; }

    public string InWords =>
        (Reads, Writes) switch
        {
            (false, true) when KeepsDeadLetters => "writes its dead letters to it",
            (true, true) => "reads and writes it",
            (true, false) => "reads it",
            _ => "writes it",
        };
}

/// <summary>A version of a topic's subject.</summary>
public sealed record TopicSchema(string Subject, int Version);

/// <summary>The jobs that the portal manages, by the topics they name. What somebody starts past the portal isn't known to be one of them.</summary>
public interface ITopicJobs
{
    /// <summary>By topic; in the order of their names.</summary>
    /// <param name="planned">Steps of the same plan: jobs that it cancels, or that start with other statements, count as they will be.</param>
    Task<ILookup<string, TopicJob>> Of(
        ClusterId cluster,
        IReadOnlyCollection<string> topics,
        IReadOnlyCollection<Step> planned,
        CancellationToken stop
    );
}
