using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Schemas;

/// <summary>
/// Deletes a subject softly, all its versions at once: their ids still answer for the records that carry them. The versions don't
/// come back under their numbers, so this can't be undone; the newest text, registered again, gets the next one and the same id.
/// </summary>
/// <param name="Newest">The newest version when the plan was made. A later one stops it: nobody approved deleting that.</param>
[StoredAs("delete-subject")]
public sealed record DeleteSubject(ResourceRef On, SchemaVersion Newest) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.None;

    [JsonIgnore]
    public override StepEffect Effect => StepEffect.Removes;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [];

    [JsonIgnore]
    public override string Title => $"Delete {On.Name} up to version {Newest.Version}";

    [JsonIgnore]
    public override string Done => $"{On.Name} deleted softly up to version {Newest.Version}";
}
