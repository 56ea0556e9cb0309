using System.ComponentModel.DataAnnotations;

namespace Portal.Workers.Calendar;

/// <summary>How often what is due by the calendar is looked at.</summary>
public sealed class CalendarOptions : IValidatableObject
{
    public const string Section = "Portal:Calendar";

    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan SealEvery { get; set; } = TimeSpan.FromSeconds(10);

    public TimeSpan ReconcileEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the engines are read that have no collector: schema registries.</summary>
    public TimeSpan WatchEvery { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan PurgeEvery { get; set; } = TimeSpan.FromHours(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (
            new[] { SweepEvery, SealEvery, ReconcileEvery, WatchEvery, PurgeEvery }.Any(every => every <= TimeSpan.Zero)
        )
        {
            yield return new("An interval must be longer than zero.", [nameof(SweepEvery)]);
        }
    }
}
