using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;
using Portal.Schemas.Compatibility;

namespace Portal.Core.Schemas;

/// <summary>Deletes a subject softly, all its versions at once: their ids still answer for the records that carry them.</summary>
/// <param name="Newest">The newest version when the plan was made. A later one stops it: nobody approved deleting that.</param>
/// <param name="Versions">The numbers of the versions that go; none in plans of before they were kept.</param>
/// <param name="Level">The level the subject set itself; null when it set none.</param>
/// <param name="Referrers">The subjects that refer to it and are deleted before it by the same change; default for none.</param>
[StoredAs("delete-subject")]
public sealed record DeleteSubject(
    ResourceRef On,
    SchemaVersion Newest,
    ImmutableArray<int> Versions = default,
    CompatibilityLevel? Level = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        ImmutableArray<string> Referrers = default
) : Step(On)
{
    // Each is registered by a request of its own.
    private const int MostRestored = 100;

    /// <summary>
    /// Taken back by registering the texts again, in their order: each gets the next number and its former id. What refers to the former numbers
    /// couldn't be registered again after it: Confluent's registry takes no new text that refers to a deleted version.
    /// </summary>
    [JsonIgnore]
    public override Reversal Reversal =>
        Versions is { IsDefaultOrEmpty: false, Length: <= MostRestored } && Referrers.IsDefaultOrEmpty
            ? Reversal.Full
            : Reversal.None;

    [JsonIgnore]
    public override StepEffect Effect => StepEffect.Removes;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [];

    [JsonIgnore]
    public override string Title => $"Delete {On.Name} up to version {Newest.Version}";

    [JsonIgnore]
    public override string Done => $"{On.Name} deleted softly up to version {Newest.Version}";
}
