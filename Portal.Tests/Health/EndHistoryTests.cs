using FsCheck;
using FsCheck.Fluent;
using Portal.Core.Health;

namespace Portal.Tests.Health;

public sealed class EndHistoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_age_is_interpolated_between_readings()
    {
        var history = With((0, 0), (10, 100), (20, 200));

        Behind(history, committed: 150, now: 20).ShouldBe(TimeLag.Of(TimeSpan.FromSeconds(5)));
        Behind(history, committed: 0, now: 20).ShouldBe(TimeLag.Of(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void At_the_end_nothing_is_old() =>
        Behind(With((0, 0), (10, 100)), committed: 100, now: 600).ShouldBe(TimeLag.None);

    [Fact]
    public void Idle_time_before_the_unread_record_does_not_count() =>
        Behind(With((0, 100), (10, 100), (500, 100), (510, 200)), committed: 100, now: 510)
            .ShouldBe(TimeLag.Of(TimeSpan.FromSeconds(10)));

    [Fact]
    public void Where_history_is_shorter_than_the_lag_it_says_at_least() =>
        Behind(With((0, 1000), (30, 1100)), committed: 10, now: 30)
            .ShouldBe(new TimeLag(TimeSpan.FromSeconds(30), AtLeast: true));

    [Fact]
    public void Without_history_it_is_unknown() =>
        Behind(new EndHistory(), committed: 10, now: 30).ShouldBe(TimeLag.Unknown);

    [Fact]
    public void An_idle_partition_keeps_two_pairs() =>
        With([.. Enumerable.Range(0, 1000).Select(i => (i * 10, 100L))]).Count.ShouldBe(2);

    [Fact]
    public void Six_hours_of_a_steady_partition_are_told_within_a_tenth_out_of_64_pairs()
    {
        var history = With([.. Enumerable.Range(0, 2160).Select(i => (i * 10, i * 1000L))]);

        history.Count.ShouldBeLessThanOrEqualTo(64);
        foreach (var secondsAgo in new[] { 15, 100, 1000, 5000, 20000 })
        {
            var told = Behind(history, committed: (21590 - secondsAgo) * 100L, now: 21590).Value!.Value.TotalSeconds;
            told.ShouldBe(secondsAgo, 1 + (secondsAgo / 10.0));
        }
    }

    [Fact]
    public void An_end_that_went_back_forgets_what_lay_beyond() =>
        Behind(With((0, 0), (10, 100), (20, 50), (30, 60)), committed: 55, now: 30)
            .ShouldBe(TimeLag.Of(TimeSpan.FromSeconds(5)));

    [Fact]
    public void A_clock_that_was_set_back_makes_nothing_younger()
    {
        var history = With((3600, 0), (3610, 100), (3620, 200));

        history.SetBack(TimeSpan.FromSeconds(3625));
        history.Add(Start.AddSeconds(5), 250);
        history.Add(Start.AddSeconds(15), 350);

        Behind(history, committed: 300, now: 15).ShouldBe(TimeLag.Of(TimeSpan.FromSeconds(5)));
        Behind(history, committed: 150, now: 15).ShouldBe(TimeLag.Of(TimeSpan.FromSeconds(25)));
    }

    [Fact]
    public void An_older_offset_is_never_younger() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                steps =>
                {
                    var (history, end) = (new EndHistory(), 0L);
                    for (var i = 0; i < steps.Length; i++)
                    {
                        history.Add(Start.AddSeconds(i * 10), end += steps[i]);
                    }

                    var ages = Enumerable
                        .Range(0, (int)end + 1)
                        .Select(offset => Behind(history, offset, steps.Length * 10).Value ?? TimeSpan.Zero);
                    return ages.Zip(ages.Skip(1)).All(pair => pair.First >= pair.Second);
                }
            )
            .QuickCheckThrowOnFailure();

    private static EndHistory With(params (int Second, long End)[] pairs)
    {
        var history = new EndHistory();
        foreach (var (second, end) in pairs)
        {
            history.Add(Start.AddSeconds(second), end);
        }

        return history;
    }

    private static TimeLag Behind(EndHistory history, long committed, int now) =>
        history.Behind(committed, Start.AddSeconds(now));
}
