using System.Globalization;

namespace Portal.Web.Api.Documents;

/// <summary>A value in a query that a route couldn't read, in words for who wrote it. The framework has none.</summary>
internal static class QueryValue
{
    /// <returns>What belongs there instead; null where it can be read.</returns>
    public static string? Expected(Type type, string value) =>
        (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var t when t == typeof(int) && !int.TryParse(value, CultureInfo.InvariantCulture, out _) =>
                $"a whole number of at most {int.MaxValue}",
            var t when t == typeof(long) && !long.TryParse(value, CultureInfo.InvariantCulture, out _) =>
                $"a whole number of at most {long.MaxValue}",
            var t when t == typeof(bool) && !bool.TryParse(value, out _) => "true or false",
            var t
                when t == typeof(DateTimeOffset)
                    && !DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out _) =>
                "a time as 2026-11-27T16:00:00Z, with an offset of at most 14:00",
            _ => null,
        };
}
