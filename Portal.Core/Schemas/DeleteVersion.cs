using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Schemas;

/// <summary>Deletes one version of a subject softly: its id still answers for the records that carry it.</summary>
/// <param name="IsNewest">It was the newest when the plan was made: the one before it becomes that.</param>
[StoredAs("delete-version")]
public sealed record DeleteVersion(ResourceRef On, int Version, bool IsNewest) : Step(On)
{
    /// <summary>The newest is registered again, with the next number and its former id. An older one would become the newest by that.</summary>
    [JsonIgnore]
    public override Reversal Reversal => IsNewest ? Reversal.Full : Reversal.None;

    [JsonIgnore]
    public override bool Destroys => true;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [new("version", $"{Version}", null)];

    [JsonIgnore]
    public override string Title => $"Delete version {Version} of {On.Name}";

    [JsonIgnore]
    public override string Done => $"Version {Version} of {On.Name} deleted softly";
}
