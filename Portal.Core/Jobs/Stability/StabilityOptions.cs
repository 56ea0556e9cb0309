using System.ComponentModel.DataAnnotations;

namespace Portal.Core.Jobs.Stability;

/// <summary>What jobs have to show until they count as stable, by their criticality.</summary>
public sealed class StabilityOptions : IValidatableObject
{
    public const string Section = "Portal:Jobs:Stability";

    public StabilityLimits Experimental { get; set; } = new(checkpoints: 1, restarts: 3, TimeSpan.FromSeconds(15));

    public StabilityLimits Standard { get; set; } = new(checkpoints: 3, restarts: 1, TimeSpan.FromMinutes(1));

    public StabilityLimits Critical { get; set; } = new(checkpoints: 5, restarts: 0, TimeSpan.FromMinutes(5));

    /// <summary>How long a rehearsal runs without a restart; null: as long as the start after it. Whole seconds count.</summary>
    public TimeSpan? RehearsalWindow { get; set; }

    public StabilityGate OfRehearsal(Tier tier) =>
        RehearsalWindow is { } window ? Of(tier) with { WindowSeconds = (int)window.TotalSeconds } : Of(tier);

    public StabilityGate Of(Tier tier) =>
        tier switch
        {
            Tier.Critical => Critical.Gate,
            Tier.Experimental => Experimental.Gate,
            _ => Standard.Gate,
        };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        new[] { (Experimental, nameof(Experimental)), (Standard, nameof(Standard)), (Critical, nameof(Critical)) }
            .Where(of => of.Item1.Checkpoints < 1 || of.Item1.Restarts < 0 || of.Item1.Window < TimeSpan.Zero)
            .Select(of => new ValidationResult(
                "At least one checkpoint is needed, and neither restarts nor the window may be negative.",
                [of.Item2]
            ))
            .Concat(
                RehearsalWindow < TimeSpan.Zero
                    ? [new ValidationResult("It must not be negative.", [nameof(RehearsalWindow)])]
                    : []
            );
}

/// <summary>The limits of one criticality.</summary>
public sealed class StabilityLimits
{
    public StabilityLimits() { }

    public StabilityLimits(int checkpoints, int restarts, TimeSpan window) =>
        (Checkpoints, Restarts, Window) = (checkpoints, restarts, window);

    /// <summary>Completed since the start, at least.</summary>
    public int Checkpoints { get; set; } = 3;

    /// <summary>Since the start, at most.</summary>
    public int Restarts { get; set; } = 1;

    /// <summary>Without a restart; whole seconds count.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    internal StabilityGate Gate => new(Checkpoints, Restarts, (int)Window.TotalSeconds);
}
