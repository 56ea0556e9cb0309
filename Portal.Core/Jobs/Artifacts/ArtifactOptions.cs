using System.ComponentModel.DataAnnotations;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>How large JARs may be, and how long those that nothing uses are kept.</summary>
public sealed class ArtifactOptions : IValidatableObject
{
    public const string Section = "Portal:Jobs:Artifacts";

    /// <summary>Bytes of one JAR, and of a program's JAR with its dependencies in it, at most.</summary>
    public long LongestBytes { get; set; } = 200L * 1024 * 1024;

    /// <summary>Since its upload, or since the last that needed it was over.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (LongestBytes < ArtifactPart.Size)
        {
            yield return new("It must be a mebibyte at least.", [nameof(LongestBytes)]);
        }

        if (KeepFor < TimeSpan.Zero)
        {
            yield return new("It must not be negative.", [nameof(KeepFor)]);
        }
    }
}
