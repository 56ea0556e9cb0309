using System.Text.Json.Serialization;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Wording;

namespace Portal.Web.Features.Jobs.Fields;

/// <summary>A JAR that a program depends on, while the job is typed.</summary>
/// <param name="Name">Empty while it isn't known.</param>
/// <param name="Bytes">0 while they aren't known.</param>
public sealed record DependencyFile(string Digest, string Name, long Bytes)
{
    [JsonIgnore]
    public string Title => Name.Length > 0 ? Name : JobProgram.Brief(Digest);

    /// <summary>"3.2 MiB, SHA-256 9f2c5d0b11aa".</summary>
    [JsonIgnore]
    public string Facts => $"{(Bytes > 0 ? $"{Quantity.Binary(Bytes)}, " : "")}SHA-256 {JobProgram.Brief(Digest)}";

    public static DependencyFile Of(Artifact artifact) => new(artifact.Digest ?? "", artifact.Name, artifact.Bytes);
}
