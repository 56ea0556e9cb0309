using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>
/// Sends a job's JAR to its Flink, before anything that runs is touched. Its name there carries the digest, so that one whose answer was lost is found,
/// and what is there already isn't sent again.
/// </summary>
/// <param name="Artifact">The JAR by its SHA-256.</param>
/// <param name="Dependencies">JARs that are sent in it, each by its SHA-256; null: none.</param>
[StoredAs("upload-artifact")]
public sealed record UploadArtifact(
    ResourceRef On,
    string Artifact,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Dependencies = null
) : Step(On)
{
    [JsonIgnore]
    public ProgramJars Jars => new(Artifact, Dependencies);

    /// <summary>Taken back by deleting it at Flink. Nothing of a JAR runs until a job is started.</summary>
    [JsonIgnore]
    public override Reversal Reversal => Reversal.Full;

    [JsonIgnore]
    public override bool IsPreparation => true;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves =>
        Jars.DependenciesInWords is { } dependencies
            ? [new("artifact", null, JobProgram.Brief(Artifact)), new("dependencies", null, dependencies)]
            : [new("artifact", null, JobProgram.Brief(Artifact))];

    [JsonIgnore]
    public override string Title => $"Upload the JAR {Jars.InWords} of {On.Name} to Flink";

    [JsonIgnore]
    public override string Done => $"The JAR {Jars.InWords} of {On.Name} uploaded to Flink";
}
