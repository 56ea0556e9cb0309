using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Jobs.Rehearsals;

/// <summary>Ends a rehearsal and leaves nothing of it behind: its job, its scratch topics and its savepoint.</summary>
/// <param name="JobId">The run that goes on.</param>
/// <param name="Tables">The topics that the new version writes, as its statements name them.</param>
/// <param name="Groups">The consumer groups that its program commits as in production, each with its cluster: <c>prod.flink-orders</c>; null: none.</param>
[StoredAs("end-rehearsal")]
public sealed record EndRehearsal(
    ResourceRef On,
    string JobId,
    ImmutableArray<string> Tables,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Groups = null
) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.Full;

    [JsonIgnore]
    public override bool IsRehearsal => true;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [new("rehearsal", "beside the running version", null)];

    [JsonIgnore]
    public override string Title => $"End the rehearsal of {On.Name} and delete its scratch topics and its savepoint";

    [JsonIgnore]
    public override string Done => $"Rehearsal of {On.Name} ended, its scratch topics and its savepoint deleted";

    public bool Equals(EndRehearsal? other) =>
        other is not null
        && base.Equals(other)
        && JobId == other.JobId
        && Tables.SequenceEqual(other.Tables, StringComparer.Ordinal)
        && (Groups ?? []).SequenceEqual(other.Groups ?? []);

    public override int GetHashCode() => HashCode.Combine(On, JobId, Tables.Length);
}
