using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>
/// Ends a job for good, without a savepoint. What it had read since its last checkpoint isn't written by an exactly-once sink. Its
/// savepoints and kept checkpoints stay where they are.
/// </summary>
/// <param name="JobId">The run that is cancelled. Another one is never touched.</param>
/// <param name="WasOver">It wasn't alive when the plan was made: only its management ends.</param>
/// <param name="Stays">A run of its name that the portal didn't start and that was alive then: it isn't touched. Null: there was none.</param>
[StoredAs("cancel-job")]
public sealed record CancelJob(
    ResourceRef On,
    string JobId,
    bool WasOver = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Stays = null
) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.None;

    [JsonIgnore]
    public override StepEffect Effect => StepEffect.Removes;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [];

    public override IReadOnlyList<string> Details(ResourceEvidence? seen) =>
        Stays is null
            ? base.Details(seen)
            : [$"Job {Stays}, which runs as {On.Name} and which the portal didn't start, isn't touched."];

    [JsonIgnore]
    public override string Title =>
        WasOver ? $"No longer manage {On.Name}" : $"Cancel {On.Name} and no longer manage it";

    [JsonIgnore]
    public override string Done => WasOver ? $"{On.Name} no longer managed" : $"{On.Name} cancelled";
}
