using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Jobs.Rehearsals;

/// <summary>Creates a topic like one that a job writes, for its rehearsal to write instead. Its name follows from the run.</summary>
/// <param name="Table">The topic that the job writes, as its statements name it: <c>prod.orders</c>.</param>
[StoredAs("create-scratch-topic")]
public sealed record CreateScratchTopic(ResourceRef On, string Table) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.Full;

    [JsonIgnore]
    public override bool IsRehearsal => true;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [new("rehearsal", null, $"a scratch topic like {Table}")];

    [JsonIgnore]
    public override string Title => $"Create a scratch topic like {Table}";

    [JsonIgnore]
    public override string Done => $"Scratch topic like {Table} created";
}
