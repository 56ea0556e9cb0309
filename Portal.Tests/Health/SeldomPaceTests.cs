using Portal.Core.Health;

namespace Portal.Tests.Health;

public sealed class SeldomPaceTests
{
    private static readonly DateTimeOffset _start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Who_commits_every_five_minutes_reads_all_the_time_until_it_is_late()
    {
        var window = Committed(every: TimeSpan.FromMinutes(5), commits: 14, perSecond: 20);
        var last = window.MovedAt!.Value;

        foreach (var minutes in new[] { 0, 1, 4, 5, 7 })
        {
            SeldomPace.Of(window, last.AddMinutes(minutes)).ShouldBe(20);
        }

        SeldomPace.Of(window, last.AddMinutes(8)).ShouldBeNull("it is late: the last minute says what it reads");
    }

    [Fact]
    public void So_does_who_commits_once_or_twice_a_minute()
    {
        foreach (var seconds in new[] { 20, 30, 60, 90 })
        {
            var window = Committed(TimeSpan.FromSeconds(seconds), commits: 5, perSecond: 20);
            SeldomPace.Of(window, window.MovedAt!.Value).ShouldBe(20);
        }
    }

    [Fact]
    public void The_last_minute_says_more_of_who_commits_often_or_hardly_ever()
    {
        foreach (var every in new[] { TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(20) })
        {
            var window = Committed(every, commits: 10, perSecond: 20);
            SeldomPace.Of(window, window.MovedAt!.Value).ShouldBeNull();
        }
    }

    [Fact]
    public void A_gap_is_no_rhythm()
    {
        // Often, then away or not looked at for ten minutes, then often again.
        var window = Committed(TimeSpan.FromSeconds(10), commits: 6, perSecond: 20);
        var back = window.MovedAt!.Value.AddMinutes(10);
        for (var i = 0; i < 4; i++)
        {
            var read = window.Committed + 5_000;
            window.Observe(back.AddSeconds(10 * i), read, read);
            SeldomPace.Of(window, window.MovedAt!.Value).ShouldBeNull();
        }
    }

    [Fact]
    public void One_commit_is_no_pace_and_going_back_is_none()
    {
        var window = Committed(TimeSpan.FromMinutes(5), commits: 1, perSecond: 20);
        SeldomPace.Of(window, window.MovedAt!.Value).ShouldBeNull();

        window.Observe(window.At!.Value.AddMinutes(5), 0, 100_000);
        SeldomPace.Of(window, window.MovedAt!.Value).ShouldBeNull();
    }

    private static LagWindow Committed(TimeSpan every, int commits, int perSecond)
    {
        var window = new LagWindow();
        for (var i = 0; i <= commits; i++)
        {
            var read = (long)(i * every.TotalSeconds * perSecond);
            window.Observe(_start + (i * every), read, read + 50);
        }

        return window;
    }
}
