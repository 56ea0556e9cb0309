namespace Portal.Core.Health;

/// <summary>How many records moved in a time of which that is known. Parts of a step are added up, so the rate of it is the mean.</summary>
internal readonly record struct MeanRate(double Records, double Seconds)
{
    /// <summary>Null when no part of the step is known.</summary>
    public double? PerSecond => Seconds > 0 ? Records / Seconds : null;

    /// <param name="perSecond">Null: not known, and neither the records nor the time count.</param>
    public static MeanRate Of(double? perSecond, TimeSpan time) =>
        perSecond is { } rate ? new(rate * time.TotalSeconds, time.TotalSeconds) : default;

    public MeanRate And(MeanRate other) => new(Records + other.Records, Seconds + other.Seconds);
}
