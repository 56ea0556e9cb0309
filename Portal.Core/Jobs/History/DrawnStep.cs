using Portal.Core.Health;

namespace Portal.Core.Jobs.History;

/// <summary>Readings of a job that are drawn as one point: what it read and wrote as the mean, shares of time as the highest.</summary>
/// <param name="At">When the last of them was.</param>
internal readonly record struct DrawnStep(
    DateTimeOffset At,
    MeanRate Read,
    MeanRate Written,
    double? LeastRead,
    double? MostRead,
    double? Busy,
    double? BackPressured
)
{
    /// <param name="time">That the reading is about.</param>
    public static DrawnStep Of(JobPoint reading, TimeSpan time) =>
        new(
            reading.At,
            MeanRate.Of(reading.ReadPerSecond, time),
            MeanRate.Of(reading.WrittenPerSecond, time),
            reading.ReadPerSecond,
            reading.ReadPerSecond,
            reading.Busy,
            reading.BackPressured
        );

    public JobPoint Point => new(At, Read.PerSecond, Written.PerSecond, Busy, BackPressured);

    public DrawnStep And(DrawnStep next) =>
        new(
            next.At,
            Read.And(next.Read),
            Written.And(next.Written),
            Lower(LeastRead, next.LeastRead),
            Higher(MostRead, next.MostRead),
            Higher(Busy, next.Busy),
            Higher(BackPressured, next.BackPressured)
        );

    // A comparison with null is false: of one that isn't known the other one is taken.
    private static double? Lower(double? one, double? other) => other is null || one < other ? one : other;

    private static double? Higher(double? one, double? other) => other is null || one > other ? one : other;
}
