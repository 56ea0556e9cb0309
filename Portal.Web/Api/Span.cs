using Portal.Core;
using Portal.Core.Health;

namespace Portal.Web.Api;

/// <summary>A stretch of the past as a query asks for it.</summary>
internal static class Span
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(100);
    private const int UsualPoints = 360;
    private const string TooEarly = "Nothing was read that long ago.";

    // Readers go back beyond it by some readings, which time has to have room for.
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Outcome<Window> Read(DateTimeOffset? from, DateTimeOffset? to, int? points, DateTimeOffset now)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        var end = (to ?? now).ToUniversalTime();
        if (from is null && end < Earliest + Usual)
        {
            wrong["to"] = TooEarly;
            return Refusal.Invalid(wrong);
        }

        var start = from?.ToUniversalTime() ?? end - Usual;
        if (start < Earliest)
        {
            wrong["from"] = TooEarly;
        }
        else if (start >= end)
        {
            wrong["from"] = "from has to be before to.";
        }
        else if (end - start > Longest)
        {
            wrong["from"] = $"from and to are at most {Longest.TotalDays:0} days apart.";
        }

        if (points is < 2 or > 1000)
        {
            wrong["points"] = "Must be 2 to 1000 points.";
        }

        return wrong.Count > 0 ? Refusal.Invalid(wrong) : new Window(start, end, points ?? UsualPoints);
    }
}
