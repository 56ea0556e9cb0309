namespace Portal.Core.Health;

/// <summary>
/// How a lag went over half an hour, by its least and its greatest after the commits of five minutes each: who loses a
/// twentieth of what arrives has a fall within every few commits, and in half an hour none. Kept only while a lag is more
/// than what is on its way, as most positions have none.
/// </summary>
public sealed class LagHalfHour
{
    /// <summary>A lag up to here is what is on its way.</summary>
    private const long OnItsWay = 100;
    private const int Most = 7;
    private const int FewestWhole = 5;
    private const int FewestCommits = 3;

    // Of what arrived meanwhile. A reader that is always some seconds behind has more unread where more arrives: that is less.
    private const double Material = 0.01;
    private const double Evenly = 0.25;
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    // The last one isn't over yet.
    private readonly Stretch[] _stretches = new Stretch[Most];
    private int _count;
    private int _commits;
    private DateTimeOffset _since;

    private LagHalfHour() { }

    /// <summary>
    /// It grew throughout: its least of late is above its greatest at first by a part of what arrived, and its least grew
    /// in both halves, which one burst that is worked off does not; and it hasn't fallen since.
    /// </summary>
    public bool Grew
    {
        get
        {
            var whole = _count - 1;
            if (whole < FewestWhole)
            {
                return false;
            }

            var (first, middle, last, now) = (
                _stretches[0],
                _stretches[(whole - 1) / 2],
                _stretches[whole - 1],
                _stretches[whole]
            );
            var (grown, evenly) = (last.Least - first.Greatest, Evenly * (last.Least - first.Least));
            return grown > Math.Max(OnItsWay, Material * (last.End - _stretches[1].End))
                && middle.Least - first.Least >= evenly
                && last.Least - middle.Least >= evenly
                && now.Least >= last.Least;
        }
    }

    /// <summary>The course with one more lag; null: it isn't worth one, and an earlier course is over.</summary>
    /// <param name="end">Of the partition, or of all of them together.</param>
    public static LagHalfHour? After(LagHalfHour? before, DateTimeOffset at, long lag, long end)
    {
        if (lag <= OnItsWay)
        {
            return null;
        }

        var course = before ?? new LagHalfHour();
        course.Add(at, lag, end);
        return course;
    }

    /// <summary>The clock was set back by so much.</summary>
    public void SetBack(TimeSpan by) => _since -= by;

    // Who commits seldom has longer stretches: one commit is neither a least nor a greatest.
    private void Add(DateTimeOffset at, long lag, long end)
    {
        if (_count > 0 && (at - _since < Shortest || _commits < FewestCommits))
        {
            ref var open = ref _stretches[_count - 1];
            open = open with { Least = Math.Min(open.Least, lag), Greatest = Math.Max(open.Greatest, lag) };
            _commits++;
            return;
        }

        if (_count == Most)
        {
            _stretches.AsSpan(1).CopyTo(_stretches);
            _count--;
        }

        _stretches[_count++] = new Stretch(lag, lag, end);
        (_since, _commits) = (at, 1);
    }

    /// <param name="End">Where the partition's end was as it began.</param>
    private readonly record struct Stretch(long Least, long Greatest, long End);
}
