using System.ComponentModel.DataAnnotations;
using Portal.Workers.Claiming;

namespace Portal.Workers.Applying;

public sealed class ApplyingOptions : ClaimingOptions
{
    public const string Section = "Portal:Applying";

    /// <summary>After this a run is Stuck: waiting for a decision.</summary>
    public override TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How much of the lease must be left beyond a request's own deadline: the way to the engine and back.</summary>
    public TimeSpan ActMargin { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a step that waits is looked at.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an engine may take until all its nodes show what was done.</summary>
    public TimeSpan VerifyWithin { get; set; } = TimeSpan.FromSeconds(30);

    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var wrong in base.Validate(validationContext))
        {
            yield return wrong;
        }

        if (ActMargin < TimeSpan.Zero || ActMargin >= Lease - RenewEvery)
        {
            yield return new("No request could ever be sent: the margin eats the lease.", [nameof(ActMargin)]);
        }

        if (LookEvery <= TimeSpan.Zero)
        {
            yield return new("A pause between two looks is longer than nothing.", [nameof(LookEvery)]);
        }
    }
}
