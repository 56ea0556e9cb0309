using System.Globalization;

namespace Portal.Core.Wording;

/// <summary>A moment in sentences that are stored: to the minute, in UTC.</summary>
public static class UtcTime
{
    public static string InWords(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
