using System.ComponentModel.DataAnnotations;

namespace Portal.Workers.Applying;

/// <summary>How runs are claimed and kept going: <c>Portal:Applying</c>.</summary>
public sealed class ApplyingOptions : IValidatableObject
{
    public const string Section = "Portal:Applying";

    /// <summary>How long a claim holds without being renewed, on the database's clock.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan RenewEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How much of the lease must be left beyond a request's own deadline: the way to the engine and back.</summary>
    public TimeSpan ActMargin { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The fallback when a NOTIFY was lost.</summary>
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an engine may take until all its nodes show what was done.</summary>
    public TimeSpan VerifyWithin { get; set; } = TimeSpan.FromSeconds(10);

    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>After so long without an answer from the engine a person has to decide.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(24);

    [Range(1, 64)]
    public int RunsAtOnce { get; set; } = 4;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RenewEvery <= TimeSpan.Zero || RenewEvery * 2 >= Lease)
        {
            yield return new("A lease must outlast two renewals, so that one may fail.", [nameof(RenewEvery)]);
        }

        if (ActMargin < TimeSpan.Zero || ActMargin >= Lease - RenewEvery)
        {
            yield return new("No request could ever be sent: the margin eats the lease.", [nameof(ActMargin)]);
        }

        if (FirstPause <= TimeSpan.Zero || LongestPause < FirstPause || PollEvery <= TimeSpan.Zero)
        {
            yield return new("Pauses must be longer than nothing.", [nameof(FirstPause)]);
        }
    }
}
