using Portal.Core.Jobs.Previews;

namespace Portal.Core.Jobs.Tables;

/// <summary>What tables are made for.</summary>
/// <param name="Planned">What is there before they are used.</param>
/// <param name="Scratch">By the topic that statements name, the one that is written in its place.</param>
/// <param name="Preview">Null: a job uses them.</param>
internal sealed record TableUse(
    PlannedTopics Planned,
    IReadOnlyDictionary<string, string> Scratch,
    PreviewReading? Preview
)
{
    /// <summary>Somebody wants a job to name them. One that was approved goes on, and back, though its Flink may use less since.</summary>
    public bool IsRequested { get; init; }
}
