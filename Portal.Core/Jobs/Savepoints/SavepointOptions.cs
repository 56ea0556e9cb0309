using System.ComponentModel.DataAnnotations;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>How long savepoints that changes made are kept.</summary>
public sealed class SavepointOptions : IValidatableObject
{
    public const string Section = "Portal:Jobs:Savepoints";

    /// <summary>What pins one keeps it for longer; the newest of a job stays.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (KeepFor < TimeSpan.Zero)
        {
            yield return new("It must not be negative.", [nameof(KeepFor)]);
        }
    }
}
