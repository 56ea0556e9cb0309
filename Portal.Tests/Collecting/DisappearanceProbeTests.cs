using Portal.Core.Health;
using Portal.Engines.Collecting;
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

    [Fact]
    public async Task Of_many_groups_whose_commits_are_missing_for_long_each_has_its_turn()
    {
        var clock = new HandClock();
        var state = new CollectorState(new LagLimits(TimeSpan.FromSeconds(10)));
        var fake = new FakeCluster(clock);
        fake.HiddenTopics.Add("orders");
        var probe = new DisappearanceProbe(fake, state, clock);
        state.Take(Reading(clock.Now, new CommitReading(0, 0, 94)), new CollectorChanges());
        state.Take(Reading(clock.Now.AddSeconds(10)), new CollectorChanges());

        for (var cycle = 0; cycle < 20; cycle++)
        {
            if (probe.AskCommits() is { } query)
            {
                var update = await query(CancellationToken.None);
                update(state, new CollectorChanges());
            }

            clock.Now += TimeSpan.FromSeconds(10);
        }

        fake.LookedUp.Select(asked => asked.Group).Distinct().Count().ShouldBe(10);
    }

    [Fact]
    public void A_group_that_one_list_lacks_may_be_moving_between_coordinators_and_is_looked_for_once_the_next_lacks_it_too()
    {
        var clock = new HandClock();
        var state = new CollectorState(new LagLimits(TimeSpan.FromSeconds(10)));
        var probe = new DisappearanceProbe(new FakeCluster(clock), state, clock);
        var whole = Reading(clock.Now);
        state.Take(whole, new CollectorChanges());

        state.Take(whole with { At = clock.Now.AddSeconds(10), Groups = [] }, new CollectorChanges());
        probe.AskGroups().ShouldBeNull();
        state.Take(whole with { At = clock.Now.AddSeconds(20) }, new CollectorChanges());
        state.Take(whole with { At = clock.Now.AddSeconds(30), Groups = [] }, new CollectorChanges());
        probe.AskGroups().ShouldBeNull();
        state.Take(whole with { At = clock.Now.AddSeconds(40), Groups = [] }, new CollectorChanges());

        probe.AskGroups().ShouldNotBeNull();
    }

    // Ten groups, each with the same commits.
    private static ClusterReading Reading(DateTimeOffset at, params CommitReading[] commits) =>
        new(
            at,
            TimeSpan.FromMilliseconds(5),
            "engine-1",
            4,
            [],
            [new TopicReading("orders", new Guid(1, 0, 0, new byte[8]), false, 3, [new PartitionReading(1, 3, 120)])],
            [
                .. Enumerable
                    .Range(0, 10)
                    .Select(n => new GroupReading($"group-{n}", GroupType.Classic, "Stable", true, commits)),
            ],
            true,
            null
        );

    private sealed class HandClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
