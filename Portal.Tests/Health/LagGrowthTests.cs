using Portal.Core.Health;

namespace Portal.Tests.Health;

public sealed class LagGrowthTests
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(1);

    [Fact]
    public void Sums_go_on_when_the_clock_was_set_back()
    {
        var (growth, now) = (new LagGrowth(), new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        for (var i = 0; i < 6; i++)
        {
            growth.Add(now += Apart, i * 100, 10_000, Poll);
        }

        growth.OnlyGrew.ShouldBe(true);
        growth.SetBack(TimeSpan.FromHours(1));
        now -= TimeSpan.FromHours(1);

        growth.IsDue(now + Poll, Poll).ShouldBeFalse();
        growth.IsDue(now + Apart, Poll).ShouldBeTrue();
        growth.Add(now + Apart, 400, 10_000, Poll);
        growth.OnlyGrew.ShouldBe(false);
    }
}
