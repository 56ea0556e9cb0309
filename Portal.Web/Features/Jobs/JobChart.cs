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
    DrawnPoints Drawn,
    IReadOnlyList<DateTimeOffset> SeenRestarts
)
{
    private const int Steps = 180;

    // More of them would hide the line, and its sentence counts them anyway.
    private const int MostMarked = 5;

    // A Flink is read as often.
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(30);

    /// <param name="age">Of the job: a young one's chart isn't an hour of nothing.</param>
    public static Window WindowOf(ChartSpan span, TimeSpan age, DateTimeOffset now) =>
        new(now - span.LengthAt(age), now, Steps);

    public IReadOnlyList<DateTimeOffset> Restarts => [.. SeenRestarts.Where(at => at >= Window.From)];

    public IReadOnlyList<DateTimeOffset> Marked => Restarts.Count > MostMarked ? [] : Restarts;

    public IReadOnlyList<Series> Throughput =>
        [Line("read", point => point.ReadPerSecond), Line("written", point => point.WrittenPerSecond)];

    public IReadOnlyList<Series> Pressure =>
        [Line("busy", point => point.Busy), Line("back-pressured", point => point.BackPressured)];

    public string ThroughputUnit => $"records per second, last {Span.Words}{Thinned("means")}";

    public string PressureUnit =>
        $"share of time, of the operator that has most, last {Span.Words}{Thinned("the highest")}";

    public string ThroughputSentence =>
        Drawn is { LeastRead: { } least, MostRead: { } most }
            ? $"It read between {Quantity.PerSecond(least)} and {Quantity.PerSecond(most)} records a second over the last {Span.Words}.{Restarted}"
            : $"No throughput is known for the last {Span.Words}.{Restarted}";

    public string PressureSentence =>
        Drawn.Points.Max(point => point.BackPressured) is { } most
            ? $"An operator was back-pressured at most {Share(most)} of the time over the last {Span.Words}."
            : $"Back pressure isn't known for the last {Span.Words}.";

    public static string Share(double share) => Unit.Of($"{share * 100:0}", "%");

    private string Restarted =>
        Restarts.Count == 0 ? "" : $" It restarted {Quantity.Of(Restarts.Count, "time", "times")}.";

    // What a point of several readings is of them.
    private string Thinned(string what) => Window.Step > Reading ? $", {what} of {Age.InWords(Window.Step)}" : "";

    private Series Line(string name, Func<JobPoint, double?> figure) =>
        new(name, [.. Drawn.Points.Select(point => new ChartPoint(point.At, figure(point)))]);
}
