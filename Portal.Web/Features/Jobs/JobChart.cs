using Portal.Core.Health;
using Portal.Core.Jobs.History;
using Portal.Core.Wording;
using Portal.Web.Parts;

namespace Portal.Web.Features.Jobs;

/// <summary>How a job ran over a span of time, as its page draws it.</summary>
/// <param name="SeenRestarts">All that were seen, oldest first.</param>
public sealed record JobChart(
    ChartSpan Span,
    Window Window,
    IReadOnlyList<JobPoint> Points,
    IReadOnlyList<DateTimeOffset> SeenRestarts
)
{
    private const int Steps = 180;

    // More of them would hide the line, and its sentence counts them anyway.
    private const int MostMarked = 5;

    /// <param name="age">Of the job: a young one's chart isn't an hour of nothing.</param>
    public static Window WindowOf(ChartSpan span, TimeSpan age, DateTimeOffset now) =>
        new(now - span.LengthAt(age), now, Steps);

    public IReadOnlyList<DateTimeOffset> Restarts => [.. SeenRestarts.Where(at => at >= Window.From)];

    public IReadOnlyList<DateTimeOffset> Marked => Restarts.Count > MostMarked ? [] : Restarts;

    public IReadOnlyList<Series> Throughput =>
        [Line("read", point => point.ReadPerSecond), Line("written", point => point.WrittenPerSecond)];

    public IReadOnlyList<Series> Pressure =>
        [Line("busy", point => point.Busy), Line("back-pressured", point => point.BackPressured)];

    public string ThroughputSentence =>
        Known(point => point.ReadPerSecond) is [_, ..] known
            ? $"It read between {Quantity.PerSecond(known.Min())} and {Quantity.PerSecond(known.Max())} records a second over the last {Span.Words}.{Restarted}"
            : $"No throughput is known for the last {Span.Words}.{Restarted}";

    public string PressureSentence =>
        Known(point => point.BackPressured) is [_, ..] known
            ? $"An operator was back-pressured at most {Share(known.Max())} of the time over the last {Span.Words}."
            : $"Back pressure isn't known for the last {Span.Words}.";

    public static string Share(double share) => Unit.Of($"{share * 100:0}", "%");

    private string Restarted =>
        Restarts.Count == 0 ? "" : $" It restarted {Quantity.Of(Restarts.Count, "time", "times")}.";

    private List<double> Known(Func<JobPoint, double?> figure) => [.. Points.Select(figure).OfType<double>()];

    private Series Line(string name, Func<JobPoint, double?> figure) =>
        new(name, [.. Points.Select(point => new ChartPoint(point.At, figure(point)))]);
}
