using System.Collections.Immutable;

namespace Portal.Core.Health;

/// <summary>Thins points out to as many as are drawn: each step keeps its worst; steps without any between others are gaps.</summary>
internal sealed class Thinning<T>(Window window, Comparison<T> worse)
    where T : struct
{
    private readonly T?[] _kept = new T?[Math.Max(1, window.Points)];
    private int _first = int.MaxValue;
    private int _last = -1;

    public TimeSpan Length { get; } = (window.To - window.From) / Math.Max(1, window.Points);

    public void Add(DateTimeOffset at, T point)
    {
        if (at < window.From || at > window.To)
        {
            return;
        }

        var step = Math.Min(_kept.Length - 1, (int)((at - window.From) / Length));
        _kept[step] = _kept[step] is { } other && worse(other, point) >= 0 ? other : point;
        (_first, _last) = (Math.Min(_first, step), Math.Max(_last, step));
    }

    /// <param name="interval">How far apart points are anyway: steps shorter than that are no gaps.</param>
    public ImmutableArray<T> Filled(TimeSpan interval, Func<DateTimeOffset, T> gap)
    {
        var points = ImmutableArray.CreateBuilder<T>();
        var threshold = Math.Max(1, (int)Math.Ceiling(2.5 * interval / Length));
        for (int step = _first, empty = 0; step <= _last; step++)
        {
            empty = _kept[step] is null ? empty + 1 : 0;
            if (_kept[step] is { } point)
            {
                points.Add(point);
            }
            else if (empty == threshold)
            {
                points.Add(gap(window.From + (step * Length)));
            }
        }

        return points.ToImmutable();
    }
}
