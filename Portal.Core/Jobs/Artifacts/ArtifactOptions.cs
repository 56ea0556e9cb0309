using System.ComponentModel.DataAnnotations;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>How large JARs may be, how long those that nothing uses are kept, and how much of them one person may keep.</summary>
public sealed class ArtifactOptions : IValidatableObject
{
    public const string Section = "Portal:Jobs:Artifacts";

    /// <summary>Bytes of one JAR, and of a program's JAR with its dependencies in it, at most.</summary>
    public long LongestBytes { get; set; } = 200L * 1024 * 1024;

    /// <summary>Since its upload, or since the last that needed it was over.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Bytes of the JARs that one person uploaded and nothing uses, together, at most.</summary>
    public long UnusedBytes { get; set; } = 5L * 1024 * 1024 * 1024;

    /// <summary>Secrets that one person stored and nothing uses, at most.</summary>
    public int UnusedSecrets { get; set; } = 1_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (LongestBytes < ArtifactPart.Size)
        {
            yield return new("It must be a mebibyte at least.", [nameof(LongestBytes)]);
        }

        if (UnusedBytes < LongestBytes)
        {
            yield return new(
                "It must be LongestBytes at least: nothing uses a JAR yet when it is uploaded.",
                [nameof(UnusedBytes)]
            );
        }

        if (UnusedSecrets < 1)
        {
            yield return new("It must be 1 at least.", [nameof(UnusedSecrets)]);
        }

        if (KeepFor < TimeSpan.Zero)
        {
            yield return new("It must not be negative.", [nameof(KeepFor)]);
        }
    }
}
