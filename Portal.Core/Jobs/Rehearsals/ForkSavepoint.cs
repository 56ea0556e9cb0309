using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Jobs.Rehearsals;

/// <summary>
/// Takes a savepoint of a job that goes on. Done once what the job had written by then belongs to a later checkpoint of its own: from then on
/// nothing that starts from the savepoint can change whether that output is committed.
/// </summary>
/// <param name="JobId">The run that goes on.</param>
/// <param name="CheckpointSeconds">Between two of its checkpoints.</param>
/// <param name="IsExactlyOnce">Its output is committed with its checkpoints, or may be: of a program that isn't known.</param>
[StoredAs("fork-savepoint")]
public sealed record ForkSavepoint(ResourceRef On, string JobId, int CheckpointSeconds, bool IsExactlyOnce) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.Full;

    [JsonIgnore]
    public override bool IsRehearsal => true;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [new("rehearsal", null, "a savepoint of its own")];

    [JsonIgnore]
    public override string Title => $"Take a savepoint of {On.Name} while it runs";

    [JsonIgnore]
    public override string Done => $"Savepoint of {On.Name} taken while it ran";
}
