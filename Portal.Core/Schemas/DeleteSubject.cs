using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Schemas;

/// <summary>
/// Deletes a subject softly: its ids still answer for the records that carry them. Taken back by registering the newest text
/// again, which gets the next version and the same id; the versions before it stay deleted.
/// </summary>
/// <param name="Newest">The newest version when the plan was made. What somebody registers after it stays.</param>
[StoredAs("delete-subject")]
public sealed record DeleteSubject(ResourceRef On, SchemaVersion Newest) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.Full;

    [JsonIgnore]
    public override StepEffect Effect => StepEffect.Removes;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [];

    [JsonIgnore]
    public override string Title => $"Delete {On.Name} up to version {Newest.Version}";

    [JsonIgnore]
    public override string Done => $"{On.Name} deleted softly up to version {Newest.Version}";
}
