using Portal.Core.Health;
using Portal.Workers.Collecting;

namespace Portal.Tests.Collecting;

public sealed class DisappearanceProbeTests
{
    [Fact]
    public void What_was_asked_about_is_remembered_until_it_may_be_asked_again_and_no_longer()
    {
        var clock = new HandClock();
        var state = new CollectorState(new LagLimits(TimeSpan.FromSeconds(10)));
        var vanished = new DisappearanceProbe(new FakeCluster(clock), state, clock);
        for (var n = 0; n < 100; n++)
        {
            var group = new TrackedGroup($"short-lived-{n}") { IsUnlisted = true };
            state.Groups[group.Name] = group;
            vanished.AskGroups().ShouldNotBeNull();
            vanished.AskGroups().ShouldBeNull();
            state.Forget(group);
            clock.Now += TimeSpan.FromMinutes(1);
        }

        vanished.AskGroups().ShouldBeNull();
        vanished.Waiting.ShouldBe(0);
    }

    [Fact]
    public void What_is_still_missing_is_looked_for_again_though_the_clock_was_set_back()
    {
        var clock = new HandClock();
        var state = new CollectorState(new LagLimits(TimeSpan.FromSeconds(10)));
        state.Groups["gone"] = new TrackedGroup("gone") { IsUnlisted = true };
        var probe = new DisappearanceProbe(new FakeCluster(clock), state, clock);
        probe.AskGroups().ShouldNotBeNull();

        clock.Now -= TimeSpan.FromHours(1);

        probe.AskGroups().ShouldNotBeNull();
        probe.AskGroups().ShouldBeNull();
    }

    private sealed class HandClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
