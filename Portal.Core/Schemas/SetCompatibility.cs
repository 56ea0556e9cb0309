using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;
using Portal.Schemas.Compatibility;

namespace Portal.Core.Schemas;

/// <summary>Sets the level by which a subject's new versions are judged.</summary>
/// <param name="Before">The level it set itself; null when it set none.</param>
/// <param name="IsNew">The subject is made by the same plan: a level that an earlier life left behind is nobody's.</param>
[StoredAs("set-compatibility")]
public sealed record SetCompatibility(
    ResourceRef On,
    CompatibilityLevel? Before,
    CompatibilityLevel After,
    bool IsNew = false
) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.Full;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [new("compatibility", Before?.Word(), After.Word())];

    [JsonIgnore]
    public override string Title => $"Set the compatibility of {On.Name} to {After.Word()}";

    [JsonIgnore]
    public override string Done => $"Compatibility of {On.Name} set to {After.Word()}";
}
