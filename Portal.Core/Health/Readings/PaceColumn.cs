namespace Portal.Core.Health.Readings;

/// <summary>How a rate lies in a column: thousandths a second. It stands still from commit to commit, and so costs next to nothing.</summary>
public static class PaceColumn
{
    private const double Thousandths = 1000;

    public static long Pack(double? perSecond) =>
        perSecond is { } rate ? (long)Math.Round(rate * Thousandths) : Column.Absent;

    public static double? Unpack(long value) => value == Column.Absent ? null : value / Thousandths;
}
