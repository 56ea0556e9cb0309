namespace Portal.Web.Parts;

/// <summary>One moment of a line; null where nothing was answered.</summary>
public readonly record struct ChartPoint(DateTimeOffset At, double? Value);

/// <summary>One line of a chart.</summary>
public sealed record Series(string Name, IReadOnlyList<ChartPoint> Points);

/// <summary>Something that happened while the line was drawn: a change, a deploy, a rebalance.</summary>
/// <param name="Minor">Left out where there is little room.</param>
public sealed record Annotation(DateTimeOffset At, string Words, bool Minor = false);

/// <summary>A value that must not be passed: an alert's threshold.</summary>
public sealed record ChartLimit(double Value, string Words);
