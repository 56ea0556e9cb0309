using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Jobs.Rehearsals;

/// <summary>
/// Starts a job's new version beside the running one, from the savepoint that was forked, with a name and an id of its own. It
/// commits no progress of the running version's groups, and writes scratch topics without transactions: those of the running version are never touched.
/// </summary>
/// <param name="JobId">The run that goes on.</param>
[StoredAs("start-rehearsal")]
public sealed record StartRehearsal(ResourceRef On, string JobId, JobDefinition Definition) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.Full;

    [JsonIgnore]
    public override bool IsRehearsal => true;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [new("rehearsal", null, "beside the running version")];

    [JsonIgnore]
    public override string Title => $"Start the new version of {On.Name} beside the running one";

    [JsonIgnore]
    public override string Done => $"Rehearsal of {On.Name} started";
}
