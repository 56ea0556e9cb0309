namespace Portal.LocalCluster.Streams.Operators;

/// <summary>No more rows below this time are expected.</summary>
/// <param name="Ms">Unix milliseconds; <see cref="Last"/> when the input has ended.</param>
/// <param name="IsIdle">Nothing comes now, so nobody waits for it.</param>
public readonly record struct Watermark(long Ms, bool IsIdle)
{
    public const long None = long.MinValue;
    public const long Last = long.MaxValue;
}

/// <summary>The watermark of several inputs: the lowest of those that aren't idle. It never goes back.</summary>
public sealed class WatermarkMerge(int inputs)
{
    private readonly Watermark[] _inputs = [.. Enumerable.Repeat(new Watermark(Watermark.None, false), inputs)];

    public Watermark Merged { get; private set; } = new(Watermark.None, false);

    /// <summary>True when the merged one changed.</summary>
    public bool Take(int input, Watermark mark)
    {
        _inputs[input] = mark with { Ms = Math.Max(mark.Ms, _inputs[input].Ms) };
        var active = _inputs.Where(i => !i.IsIdle).ToArray();
        var isIdle = active.Length == 0;
        var ms = isIdle ? _inputs.Max(i => i.Ms) : active.Min(i => i.Ms);
        var merged = new Watermark(Math.Max(ms, Merged.Ms), isIdle);
        var changed = merged != Merged;
        Merged = merged;
        return changed;
    }
}
