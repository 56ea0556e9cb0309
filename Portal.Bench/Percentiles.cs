namespace Portal.Bench;

/// <summary>The middle and the slow end of many times, in milliseconds.</summary>
internal sealed record Percentiles(int Count, double P50, double P95)
{
    public static Percentiles Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(t => t.TotalMilliseconds).Order().ToArray();
        return new Percentiles(sorted.Length, At(sorted, 0.50), At(sorted, 0.95));
    }

    public override string ToString() => $"p50 {P50, 7:0} ms   p95 {P95, 7:0} ms";

    private static double At(double[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
}
