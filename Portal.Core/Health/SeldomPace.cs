namespace Portal.Core.Health;

/// <summary>
/// How fast somebody reads who commits seldom: a job at its checkpoints, a batch. A minute holds none of its commits or one, which is a rate of
/// nothing or one many times too high; it is told from commit to commit instead.
/// </summary>
public static class SeldomPace
{
    // Fewer than so many steps to a minute are too few to tell a rate by the minute.
    private const int Steps = 3;

    // Who is late by half its rhythm reads nothing at present.
    private const double Late = 1.5;
    private static readonly TimeSpan LongestRhythm = TimeSpan.FromMinutes(30);

    /// <returns>
    /// Records a second, between its newest commit and the one that lies <see cref="Pace.Over"/> at least before it. Null: it commits often,
    /// seldomer than every half an hour, late, or went back; then the last minute says more.
    /// </returns>
    public static double? Of(LagWindow window, DateTimeOffset now)
    {
        for (var steps = 1; steps <= Steps && steps < window.Count; steps++)
        {
            var (first, last) = (window.Before(steps), window.Before(0));
            if (last.Offset < first.Offset)
            {
                return null;
            }

            if (last.At - first.At >= Pace.Over)
            {
                var rhythm = (last.At - first.At) / steps;
                return rhythm <= LongestRhythm && now - last.At <= Late * rhythm
                    ? Pace.Rate(first.At, first.Offset, last.At, last.Offset)
                    : null;
            }
        }

        return null;
    }
}
