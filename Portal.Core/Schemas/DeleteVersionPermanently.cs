using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Schemas;

/// <summary>Deletes what a soft deletion left of a version: its id no longer answers, unless another version has it too.</summary>
[StoredAs("delete-version-permanently")]
public sealed record DeleteVersionPermanently(ResourceRef On, int Version) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.None;

    [JsonIgnore]
    public override bool Destroys => true;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [new("version", $"{Version}", null)];

    [JsonIgnore]
    public override string Title => $"Delete version {Version} of {On.Name} permanently";

    [JsonIgnore]
    public override string Done => $"Version {Version} of {On.Name} deleted permanently";
}
