namespace Portal.Core.Health.Readings;

/// <summary>How fine readings are kept, and for how long: a table in parts of an hour or a day, made ahead and dropped whole.</summary>
/// <param name="Stamp">How a part's name ends.</param>
/// <param name="Functions">What makes and drops a part as the owner: the app's role owns no table.</param>
public sealed record ReadingTier(string Table, string Stamp, TimeSpan Part, TimeSpan Kept, string Functions)
{
    /// <summary>Every cycle, all columns.</summary>
    public static readonly ReadingTier Full = new(
        "reading_10s",
        "yyyyMMddHH",
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(6),
        "reading_hour"
    );

    /// <summary>A cycle every <see cref="HistoryEvery"/>, of the columns that charts draw.</summary>
    public static readonly ReadingTier History = new(
        "reading_5m",
        "yyyyMMdd",
        TimeSpan.FromDays(1),
        TimeSpan.FromDays(7),
        "reading_day"
    );

    public static readonly IReadOnlyList<ReadingTier> All = [Full, History];

    public static readonly TimeSpan HistoryEvery = TimeSpan.FromMinutes(5);

    /// <summary>The start of the part a time lies in.</summary>
    public DateTimeOffset PartOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % Part.Ticks), TimeSpan.Zero);
}
