using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>
/// Stops a job with a savepoint: its output up to that moment is committed, and it goes on from there exactly once. The savepoint lies in
/// a folder of the run's own, so that it is found even when Flink's answer is lost.
/// </summary>
/// <param name="JobId">The run that is stopped. Another one is never touched.</param>
/// <param name="Definition">What runs, to start it again if the change is taken back; null when the portal didn't start it.</param>
/// <param name="WithoutSavepoint">It is cancelled, and goes on from its newest checkpoint: nothing that it wrote since then is committed.</param>
[StoredAs("stop-job")]
public sealed record StopJob(
    ResourceRef On,
    string JobId,
    JobDefinition? Definition,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool WithoutSavepoint = false
) : Step(On)
{
    /// <summary>Taken back by starting the same job from the savepoint, or from its newest checkpoint.</summary>
    [JsonIgnore]
    public override Reversal Reversal => Definition is null ? Reversal.None : Reversal.Full;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [new("job", JobId, null)];

    [JsonIgnore]
    public override string Title => $"Stop {On.Name} {How}";

    [JsonIgnore]
    public override string Done => $"{On.Name} stopped {How}";

    private string How => WithoutSavepoint ? "without a savepoint" : "with a savepoint";
}
