using System.Collections.Immutable;

namespace Portal.Core.Health;

/// <summary>Thins points out to as many as are drawn: those of a step become one; steps without any between others are gaps.</summary>
/// <param name="joined">What two points of a step become, the earlier first.</param>
internal sealed class Thinning<T>(Window window, Func<T, T, T> joined)
    where T : struct
{
    private readonly T?[] _kept = new T?[Math.Max(1, window.Points)];
    private int _first = int.MaxValue;
    private int _last = -1;

    /// <summary>Each step keeps its worst.</summary>
    public Thinning(Window window, Comparison<T> worse)
        : this(window, (kept, point) => worse(kept, point) >= 0 ? kept : point) { }

    public void Add(DateTimeOffset at, T point)
    {
        if (at < window.From || at > window.To)
        {
            return;
        }

        var step = Math.Min(_kept.Length - 1, (int)((at - window.From) / window.Step));
        _kept[step] = _kept[step] is { } kept ? joined(kept, point) : point;
        (_first, _last) = (Math.Min(_first, step), Math.Max(_last, step));
    }

    /// <param name="interval">How far apart points are anyway: steps shorter than that are no gaps.</param>
    public ImmutableArray<T> Filled(TimeSpan interval, Func<DateTimeOffset, T> gap)
    {
        var points = ImmutableArray.CreateBuilder<T>();
        var threshold = Math.Max(1, (int)Math.Ceiling(2.5 * interval / window.Step));
        for (int step = _first, empty = 0; step <= _last; step++)
        {
            empty = _kept[step] is null ? empty + 1 : 0;
            if (_kept[step] is { } point)
            {
                points.Add(point);
            }
            else if (empty == threshold)
            {
                points.Add(gap(window.From + (step * window.Step)));
            }
        }

        return points.ToImmutable();
    }
}
