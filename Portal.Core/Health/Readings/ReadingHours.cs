namespace Portal.Core.Health.Readings;

/// <summary>The hours that packs lie in: no frame is told against one of another hour, so a table's part can go whole.</summary>
public static class ReadingHours
{
    /// <summary>The start of the hour a time lies in.</summary>
    public static DateTimeOffset Of(DateTimeOffset at) =>
        new(at.UtcDateTime.Date.AddHours(at.UtcDateTime.Hour), TimeSpan.Zero);
}
