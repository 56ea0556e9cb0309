using Portal.Core.Clusters;
using Portal.Core.Jobs.Previews;
using Portal.Core.Schemas;

namespace Portal.Core.Jobs.Tables;

/// <summary>What is known of a topic that a job names.</summary>
/// <param name="Place">Tells the job from one of the same name on another Flink.</param>
/// <param name="Kafka">Where and how the cluster's brokers are reached.</param>
/// <param name="Registry">Where and how its registry is reached; null when it has none.</param>
/// <param name="Schema">The newest version of the topic's value subject; null when it has none.</param>
/// <param name="IsRehearsal">Nothing but scratch topics is written, and no progress is committed.</param>
/// <param name="Scratch">The topic that is written in its place; null: it is written itself.</param>
/// <param name="Preview">How it is read for a preview of rows; null: it is read by a job.</param>
/// <param name="SkipsErrors">The job reads it, and leaves out what can't be decoded.</param>
/// <param name="KeySchema">The newest version of the topic's key subject; null when it has none.</param>
/// <param name="CleanupPolicy">As its setting says; null when that isn't known.</param>
public sealed record TopicFacts(
    string Place,
    Endpoint Kafka,
    Endpoint? Registry,
    LiveSchema? Schema,
    bool IsRehearsal = false,
    string? Scratch = null,
    PreviewReading? Preview = null,
    bool SkipsErrors = false,
    LiveSchema? KeySchema = null,
    string? CleanupPolicy = null
)
{
    /// <summary>Of its newest records, those that carry a schema id; null where none were looked at.</summary>
    public FramedRecords? Framed { get; init; }

    /// <summary>It keeps the newest record of each key; false also where that isn't known.</summary>
    public bool IsCompacted => CleanupPolicy?.Contains("compact", StringComparison.Ordinal) == true;
}
