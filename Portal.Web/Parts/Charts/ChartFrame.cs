using System.Globalization;
using System.Text;

namespace Portal.Web.Parts;

/// <summary>
/// Where things lie in a chart: a plane 1000 wide and 100 high that the browser stretches. Pure, so that the line and
/// its gaps can be tested without drawing.
/// </summary>
public sealed class ChartFrame(DateTimeOffset from, DateTimeOffset to, double top)
{
    public const double Width = 1000;
    public const double Height = 100;

    /// <summary>What its axis says. Half of an odd whole number isn't said: rounded, it would be another one.</summary>
    public IReadOnlyList<double> Ticks => top % 2 == 1 ? [0, top] : [0, top / 2, top];

    /// <summary>A round value at or above the largest: 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten.</summary>
    public static double RoundAbove(double largest)
    {
        if (largest <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(largest)));
        double[] steps = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];
        return steps.First(step => step * power >= largest * 0.9999) * power;
    }

    public double X(DateTimeOffset at) => to <= from ? 0 : Math.Clamp((at - from) / (to - from), 0, 1) * Width;

    public double Y(double value) => Height - Math.Clamp(value / top, 0, 1) * Height;

    /// <summary>The line, broken wherever there was no answer.</summary>
    public string Line(IReadOnlyList<ChartPoint> points)
    {
        var path = new StringBuilder();
        var drawing = false;
        foreach (var point in points)
        {
            if (point.Value is { } value)
            {
                Append(path, drawing ? ' ' : 'M', X(point.At), Y(value));
                drawing = true;
            }
            else
            {
                drawing = false;
            }
        }

        return path.ToString();
    }

    /// <summary>What lies under the line, each stretch by itself.</summary>
    public string Area(IReadOnlyList<ChartPoint> points)
    {
        var path = new StringBuilder();
        foreach (var stretch in Stretches(points, known: true))
        {
            Append(path, 'M', X(stretch[0].At), Height);
            foreach (var point in stretch)
            {
                Append(path, 'L', X(point.At), Y(point.Value!.Value));
            }

            Append(path, 'L', X(stretch[^1].At), Height).Append('Z');
        }

        return path.ToString();
    }

    /// <summary>From the last answer before each silence to the first one after it.</summary>
    public IReadOnlyList<(double Left, double Right)> Gaps(IReadOnlyList<ChartPoint> points)
    {
        var gaps = new List<(double, double)>();
        DateTimeOffset? last = null;
        var silent = false;
        foreach (var point in points)
        {
            if (point.Value is null)
            {
                silent = true;
                continue;
            }

            if (silent)
            {
                gaps.Add((X(last ?? from), X(point.At)));
            }

            (last, silent) = (point.At, false);
        }

        if (silent)
        {
            gaps.Add((X(last ?? from), Width));
        }

        return gaps;
    }

    private static List<List<ChartPoint>> Stretches(IReadOnlyList<ChartPoint> points, bool known)
    {
        var all = new List<List<ChartPoint>>();
        List<ChartPoint>? open = null;
        foreach (var point in points)
        {
            if (point.Value is not null == known)
            {
                if (open is null)
                {
                    all.Add(open = []);
                }

                open.Add(point);
            }
            else
            {
                open = null;
            }
        }

        return all;
    }

    private static StringBuilder Append(StringBuilder path, char command, double x, double y) =>
        path.Append(command).Append(CultureInfo.InvariantCulture, $"{x:0.#} {y:0.#}");
}
