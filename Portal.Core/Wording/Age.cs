namespace Portal.Core.Wording;

/// <summary>How long, in the two largest units that matter: 8 s, 3 min 10 s, 2 h 5 min, 11 h, 2 d 23 h, 18 d.</summary>
public static class Age
{
    public static string InWords(TimeSpan span)
    {
        span = span.Duration();
        return span switch
        {
            { TotalSeconds: < 1 } => Unit.Of($"{span.TotalMilliseconds:0}", "ms"),
            { TotalSeconds: < 60 } => Unit.Of((long)span.TotalSeconds, "s"),
            { TotalMinutes: < 60 } => Two((int)span.TotalMinutes, "min", span.Seconds, "s"),
            { TotalHours: < 24 } => Two((int)span.TotalHours, "h", span.Minutes, "min"),
            { TotalDays: < 10 } => Two((int)span.TotalDays, "d", span.Hours, "h"),
            { TotalDays: < 730 } => Unit.Of((long)span.TotalDays, "d"),
            _ => Unit.Of($"{span.TotalDays / 365.25:0.#}", "y"),
        };
    }

    /// <summary>For lists, where the second unit is noise: now, 12 min, 2 h 5 min, 18 d.</summary>
    public static string Rough(TimeSpan span)
    {
        span = span.Duration();
        return span switch
        {
            { TotalSeconds: < 5 } => "now",
            { TotalSeconds: < 60 } => Unit.Of((long)span.TotalSeconds, "s"),
            { TotalMinutes: < 60 } => Unit.Of((long)span.TotalMinutes, "min"),
            { TotalHours: < 24 } => Two((int)span.TotalHours, "h", span.Minutes, "min"),
            _ => Unit.Of((long)span.TotalDays, "d"),
        };
    }

    /// <summary>After "for", where "now" makes no sense.</summary>
    public static string For(TimeSpan span) => Rough(span) is var words and not "now" ? words : "a few seconds";

    /// <summary>A moment seen from now: "now", "12 min ago", "in 2 h 5 min".</summary>
    public static string SeenFrom(DateTimeOffset now, DateTimeOffset moment)
    {
        var words = Rough(now - moment);
        return words == "now" ? words
            : moment > now ? $"in {words}"
            : $"{words} ago";
    }

    private static string Two(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? Unit.Of(large, largeUnit) : $"{Unit.Of(large, largeUnit)} {Unit.Of(small, smallUnit)}";
}
