using Portal.Core.Health;
using Portal.Core.Health.Readings;
using Portal.Core.Wording;

namespace Portal.Web.Parts;

/// <summary>How far back the charts of a topic, a group or a job reach.</summary>
public sealed record ChartSpan(string Key, string Words, TimeSpan Length)
{
    public static readonly IReadOnlyList<ChartSpan> All =
    [
        new("15m", "15\u00A0min", TimeSpan.FromMinutes(15)),
        new("1h", "1\u00A0h", TimeSpan.FromHours(1)),
        new("6h", "6\u00A0h", ReadingTier.Full.Kept),
        new("24h", "24\u00A0h", TimeSpan.FromHours(24)),
        new("7d", "7\u00A0d", ReadingTier.History.Kept),
    ];

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(10);

    // What a round may take in which brokers let questions run out, and what clocks differ by.
    private static readonly TimeSpan FailedRound = TimeSpan.FromMinutes(1);

    /// <summary>Drawn from a reading now and then: every reading is kept for less.</summary>
    public bool IsCoarse => Length > ReadingTier.Full.Kept;

    /// <summary>Beside a chart's title.</summary>
    /// <param name="drawn">How much of it there is.</param>
    public string Note(TimeSpan drawn) =>
        drawn > ReadingTier.Full.Kept
            ? $"last {Words}, a reading every {Age.InWords(ReadingTier.HistoryEvery)}"
            : $"last {Words}";

    /// <summary>What to draw of something that is so old: a young one's chart isn't an hour of nothing.</summary>
    public TimeSpan LengthAt(TimeSpan age) =>
        age > Length ? Length
        : age > Shortest ? age
        : Shortest;

    /// <summary>The reading up to which a chart is drawn: of a day or a week one more can't be seen, so those are read once a minute.</summary>
    public DateTimeOffset? Round(DateTimeOffset? cycleAt) => IsCoarse && cycleAt is { } at ? MinuteOf(at) : cycleAt;

    /// <summary>The same by the collector. While it doesn't go round time goes on, and nothing is answered in it: its chart is read once a minute.</summary>
    public DateTimeOffset? Round(CollectorSnapshot collector, DateTimeOffset now) =>
        now - collector.CycleAt > (3 * collector.Every) + FailedRound ? MinuteOf(now) : Round(collector.CycleAt);

    private static DateTimeOffset MinuteOf(DateTimeOffset at) => at.AddTicks(-(at.UtcTicks % TimeSpan.TicksPerMinute));

    /// <summary>What the address asks for; an hour when it asks for nothing that there is.</summary>
    public static ChartSpan Of(string? key) => All.FirstOrDefault(span => span.Key == key) ?? All[1];
}
