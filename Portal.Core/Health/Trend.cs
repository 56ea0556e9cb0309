using System.Collections.Immutable;
using Portal.Core.Resources;

namespace Portal.Core.Health;

/// <summary>How a figure went over the last hour, a value a minute: what a row's line draws. Unknown is null, never 0.</summary>
/// <param name="Until">The minute of the last value.</param>
/// <param name="Values">Oldest first, at most <see cref="Longest"/>.</param>
public sealed record Trend(DateTimeOffset Until, ImmutableArray<float?> Values)
{
    public const int Longest = 60;
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(1);
    public static readonly Trend None = new(DateTimeOffset.MinValue, []);

    /// <summary>The value of a later minute put at the end; minutes in between are unknown. A minute keeps its first value.</summary>
    public Trend With(DateTimeOffset at, float? value)
    {
        var minute = Minute(at);
        if (minute <= Until)
        {
            return this;
        }

        if (Values.IsEmpty)
        {
            return new Trend(minute, [value]);
        }

        var silent = (int)Math.Min(Longest, ((minute - Until) / Step) - 1);
        var kept = Math.Min(Values.Length, Math.Max(0, Longest - silent - 1));
        return new Trend(
            minute,
            [.. Values.AsSpan()[^kept..], .. Enumerable.Repeat<float?>(null, Math.Min(silent, Longest - 1)), value]
        );
    }

    public DateTimeOffset At(int index) => Until - ((Values.Length - 1 - index) * Step);

    internal static DateTimeOffset Minute(DateTimeOffset at) => new(at.Ticks - (at.Ticks % Step.Ticks), at.Offset);
}
