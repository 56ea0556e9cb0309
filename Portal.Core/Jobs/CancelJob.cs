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
[StoredAs("cancel-job")]
public sealed record CancelJob(ResourceRef On, string JobId, bool WasOver = false) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.None;

    [JsonIgnore]
    public override StepEffect Effect => StepEffect.Removes;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [];

    [JsonIgnore]
    public override string Title =>
        WasOver ? $"No longer manage {On.Name}" : $"Cancel {On.Name} and no longer manage it";

    [JsonIgnore]
    public override string Done => WasOver ? $"{On.Name} no longer managed" : $"{On.Name} cancelled";
}
