using System.ComponentModel.DataAnnotations;

namespace Portal.Core.Jobs.Previews;

/// <summary>How much a preview of rows may take of a Flink.</summary>
public sealed class PreviewOptions : IValidatableObject
{
    public const string Section = "Portal:Jobs:Preview";

    /// <summary>After so many rows it ends.</summary>
    [Range(1, 1_000)]
    public int MostRows { get; set; } = 100;

    /// <summary>After this long it ends with the rows that came, counted from when Flink began to run it.</summary>
    public TimeSpan Within { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Previews of one Flink that run side by side: each takes a slot.</summary>
    [Range(1, 100)]
    public int AtOnce { get; set; } = 2;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Within <= TimeSpan.Zero)
        {
            yield return new("It must be positive.", [nameof(Within)]);
        }
    }
}
