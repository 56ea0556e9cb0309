using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Jobs.Stability;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Rehearsals;

/// <summary>Waits until the rehearsal of a job is stable, by the rules of every start. When it isn't in time, the upgrade ends here.</summary>
/// <param name="JobId">The run that goes on.</param>
/// <param name="Tables">The topics that the new version writes, as its statements name them.</param>
[StoredAs("await-rehearsal")]
public sealed record AwaitRehearsal(
    ResourceRef On,
    string JobId,
    StabilityGate Gate,
    int CheckpointSeconds,
    ImmutableArray<string> Tables
) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.Full;

    [JsonIgnore]
    public override bool IsRehearsal => true;

    [JsonIgnore]
    public override bool IsWait => true;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [new("rehearsal", null, Gate.Needs)];

    [JsonIgnore]
    public override string Title => $"Wait until the rehearsal of {On.Name} is stable";

    [JsonIgnore]
    public override string Done => $"Rehearsal of {On.Name} is stable: {Gate.Needs}";

    [JsonIgnore]
    public TimeSpan Within => Gate.Within(TimeSpan.FromSeconds(CheckpointSeconds));

    public bool Equals(AwaitRehearsal? other) =>
        other is not null
        && base.Equals(other)
        && (JobId, Gate, CheckpointSeconds) == (other.JobId, other.Gate, other.CheckpointSeconds)
        && Tables.SequenceEqual(other.Tables, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(On, JobId, Gate, CheckpointSeconds, Tables.Length);
}
