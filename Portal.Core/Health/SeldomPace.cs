namespace Portal.Core.Health;

/// <summary>
/// How fast somebody reads who commits seldom and evenly: a job at its checkpoints, a batch. A minute holds a few of its commits or none, which is a rate of
/// nothing or one many times too high; it is told from commit to commit instead.
/// </summary>
public static class SeldomPace
{
    /// <summary>Of who commits seldomer the last minute counts. Three commits so far apart are seen again after a restart.</summary>
    public static readonly TimeSpan LongestRhythm = TimeSpan.FromMinutes(10);

    // Fewer than so many steps to a minute are too few to tell a rate by the minute.
    private const int Steps = 3;

    // Who is late by half its rhythm reads nothing at present.
    private const double Late = 1.5;

    // One gap is no rhythm: its reader may have been away, or nobody have looked.
    private const double Uneven = 2;

    /// <returns>
    /// Records a second, between its newest commit and the one that lies <see cref="Pace.Over"/> at least before it. Null: it commits often, seldomer than every
    /// ten minutes, unevenly or late, or it went back; then the last minute says more.
    /// </returns>
    public static double? Of(LagWindow window, DateTimeOffset now)
    {
        for (var steps = 1; steps <= Steps && steps + 1 < window.Count; steps++)
        {
            var (first, last) = (window.Before(steps), window.Before(0));
            if (last.Offset < first.Offset)
            {
                return null;
            }

            if (last.At - first.At >= Pace.Over)
            {
                var rhythm = (last.At - first.At) / steps;
                return rhythm <= LongestRhythm && now - last.At <= Late * rhythm && IsEven(window, steps + 1)
                    ? Pace.Rate(first.At, first.Offset, last.At, last.Offset)
                    : null;
            }
        }

        return null;
    }

    private static bool IsEven(LagWindow window, int gaps)
    {
        var (shortest, longest) = (TimeSpan.MaxValue, TimeSpan.Zero);
        for (var i = 0; i < gaps; i++)
        {
            var gap = window.Before(i).At - window.Before(i + 1).At;
            (shortest, longest) = (gap < shortest ? gap : shortest, gap > longest ? gap : longest);
        }

        return longest <= Uneven * shortest;
    }
}
