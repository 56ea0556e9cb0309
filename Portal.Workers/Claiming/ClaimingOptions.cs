using System.ComponentModel.DataAnnotations;

namespace Portal.Workers.Claiming;

/// <summary>How work is claimed, kept and retried.</summary>
public abstract class ClaimingOptions : IValidatableObject
{
    /// <summary>How long a claim holds without being renewed, on the database's clock.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan RenewEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The fallback when a NOTIFY was lost.</summary>
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromSeconds(2);

    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>After so long without an answer from the engine it is given up.</summary>
    public abstract TimeSpan GiveUpAfter { get; set; }

    /// <summary>How many are worked on side by side in this process.</summary>
    [Range(1, 64)]
    public int AtOnce { get; set; } = 4;

    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RenewEvery <= TimeSpan.Zero || RenewEvery * 2 >= Lease)
        {
            yield return new("A lease must outlast two renewals, so that one may fail.", [nameof(RenewEvery)]);
        }

        if (FirstPause <= TimeSpan.Zero || LongestPause < FirstPause || PollEvery <= TimeSpan.Zero)
        {
            yield return new(
                "Pauses must be longer than nothing, and the longest no shorter than the first.",
                [nameof(FirstPause)]
            );
        }
    }
}
