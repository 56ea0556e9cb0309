using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;

namespace Portal.Web.Parts;

public sealed partial class TimeChart : ComponentBase, IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private ChartFrame _frame = default!;
    private IReadOnlyList<(double Left, double Right)> _gaps = [];

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    [Parameter]
    public string Unit { get; set; } = "";

    [Parameter, EditorRequired]
    public IReadOnlyList<Series> Lines { get; set; } = [];

    [Parameter, EditorRequired]
    public DateTimeOffset From { get; set; }

    [Parameter, EditorRequired]
    public DateTimeOffset To { get; set; }

    /// <summary>A value in words, with its unit where the title doesn't say it.</summary>
    [Parameter, EditorRequired]
    public Func<double, string> Words { get; set; } = default!;

    /// <summary>The chart in one sentence, for who doesn't see it.</summary>
    [Parameter, EditorRequired]
    public string Sentence { get; set; } = "";

    [Parameter]
    public IReadOnlyList<Annotation> Annotations { get; set; } = [];

    /// <summary>The values are lengths of time: the axis ends at whole minutes or hours, not at a power of ten.</summary>
    [Parameter]
    public bool AreSeconds { get; set; }

    [Parameter]
    public ChartLimit? Limit { get; set; }

    [Parameter]
    public int Height { get; set; } = 136;

    private IEnumerable<double> Ticks => _frame.Ticks;

    private const string Silent = "no answer";

    // Until the first reading: nothing was asked yet, which is no gap in the answers.
    private double _unmeasured;

    private IEnumerable<(double At, string Words)> Times =>
        TimeTicks
            .Between(From, To, Zone.Zone)
            .Select(at => (100 * ((at - From) / (To - From)), TimeTicks.Words(at, To - From)));

    /// <summary>What the hover needs; see chart.js.</summary>
    private string Points =>
        JsonSerializer.Serialize(
            new
            {
                from = From.ToUnixTimeMilliseconds(),
                to = To.ToUnixTimeMilliseconds(),
                times = Lines.Count == 0 ? [] : Lines[0].Points.Select(p => p.At.ToUnixTimeMilliseconds()),
                labels = Lines.Count == 0
                    ? []
                    : Lines[0].Points.Select(p => TimeTicks.Exact(Zone.Local(p.At), To - From)),
                lines = Lines.Select(line => new
                {
                    name = line.Name,
                    words = line.Points.Select(p => p.Value is { } v ? Words(v) : null),
                }),
            },
            Json
        );

    protected override void OnInitialized() => Zone.Changed += Rezone;

    protected override void OnParametersSet()
    {
        var largest = Lines.SelectMany(line => line.Points).Max(point => point.Value) ?? 0;
        var top = Math.Max(largest, Limit?.Value * 1.05 ?? 0);
        _frame = new ChartFrame(From, To, AreSeconds ? TimeTicks.RoundAbove(top) : ChartFrame.RoundAbove(top));
        var points = Lines.Count == 0 ? [] : Lines[0].Points;
        _unmeasured = points.Count == 0 ? 0 : _frame.X(points[0].At);
        // What lies before the first reading has a name of its own.
        _gaps = [.. _frame.Gaps(points).Select(gap => (Math.Max(gap.Left, _unmeasured), gap.Right))];
    }

    public void Dispose() => Zone.Changed -= Rezone;

    private string? Side(Annotation note) =>
        _frame.X(note.At) switch
        {
            < 120 => "early",
            > 880 => "late",
            _ => null,
        };

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private void Rezone() => _ = InvokeAsync(StateHasChanged);
}
