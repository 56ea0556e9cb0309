using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Jobs.Stability;

/// <summary>
/// Waits until a job that this change started is stable. It changes nothing itself; when the job isn't stable in time, the steps before it are
/// taken back as far as they can be.
/// </summary>
[StoredAs("await-stability")]
public sealed record AwaitStability(ResourceRef On, StabilityGate Gate, int CheckpointSeconds) : Step(On)
{
    /// <summary>As its start: once the job has completed a checkpoint, what it wrote stays.</summary>
    [JsonIgnore]
    public override Reversal Reversal => Reversal.WhileEmpty;

    [JsonIgnore]
    public override bool IsWait => true;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [new("stability", null, Needs)];

    [JsonIgnore]
    public override string Title => $"Wait until {On.Name} is stable";

    [JsonIgnore]
    public override string Done => $"{On.Name} is stable: {Needs}";

    [JsonIgnore]
    public TimeSpan Within => Gate.Within(TimeSpan.FromSeconds(CheckpointSeconds));

    /// <inheritdoc cref="StabilityGate.Needs"/>
    [JsonIgnore]
    public string Needs => Gate.Needs;
}
