using Portal.Core.Health;
using Portal.Engines.Collecting;
using Portal.Kafka.Groups;
using Portal.Kafka.Wire;
using Portal.Workers.Collecting;

namespace Portal.Tests.Collecting;

/// <summary>A share group's place is reckoned from what is left, which the broker counts after the end was read.</summary>
public sealed class ShareGroupTests
{
    private static readonly DateTimeOffset Began = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Orders = new("aaaaaaaa-0000-0000-0000-000000000001");

    [Theory]
    [InlineData(39, 100, 50, 50)]
    [InlineData(39, 100, 94, 39)]
    [InlineData(0, 100, 2392, 0)]
    [InlineData(39, 100, null, 39)]
    [InlineData(39, null, 50, 39)]
    public void Its_place_is_so_far_from_the_end_and_never_before_what_is_done(
        long done,
        int? end,
        int? left,
        long place
    ) =>
        ShareReading
            .Place(new ShareOffset("sharers", "orders", Orders, 0, done, left, ErrorCode.None), end)
            .ShouldBe(place);

    [Fact]
    public void Its_place_goes_back_only_where_what_is_done_goes_back()
    {
        var state = new CollectorState(new LagLimits(TimeSpan.FromSeconds(10)));
        var places = new List<long?>();
        foreach (var (place, done) in new[] { (94L, 39L), (100, 39), (93, 39), (101, 40), (20, 10), (15, 10) })
        {
            state.Take(Reading(places.Count, new CommitReading(0, 0, place, done)), new CollectorChanges());
            places.Add(Position(state).Committed);
        }

        places.ShouldBe([94, 100, 100, 101, 20, 20]);
    }

    [Fact]
    public void Another_groups_commit_goes_back_when_it_is_reset()
    {
        var state = new CollectorState(new LagLimits(TimeSpan.FromSeconds(10)));
        state.Take(Reading(0, new CommitReading(0, 0, 94)), new CollectorChanges());
        state.Take(Reading(1, new CommitReading(0, 0, 39)), new CollectorChanges());

        Position(state).Committed.ShouldBe(39);
    }

    [Fact]
    public async Task A_topic_whose_offsets_were_deleted_is_not_read_by_it_any_more()
    {
        var clock = TimeProvider.System;
        var fake = new FakeCluster(clock);
        var state = new CollectorState(new LagLimits(TimeSpan.FromSeconds(10)));
        var vanished = new DisappearanceProbe(fake, state, clock);
        state.Take(Reading(0, new CommitReading(0, 0, 94, 39)), new CollectorChanges());
        vanished.AskCommits().ShouldBeNull();
        state.Take(Reading(1), new CollectorChanges());
        Position(state).Status.ShouldBe(LagStatus.Unknown);

        var query = vanished.AskCommits().ShouldNotBeNull();
        var update = await query(CancellationToken.None);
        update(state, new CollectorChanges());

        fake.LookedUp.ShouldBe([("sharers", GroupType.Share)]);
        state.Groups["sharers"].Topics.ShouldBeEmpty();
    }

    private static Position Position(CollectorState state) =>
        state.Groups["sharers"].Topics[Orders].Positions[0].ShouldNotBeNull();

    private static ClusterReading Reading(int cycle, params CommitReading[] commits) =>
        new(
            Began.AddSeconds(10 * cycle),
            TimeSpan.FromMilliseconds(5),
            "engine-1",
            4,
            [],
            [new TopicReading("orders", Orders, false, 3, [new PartitionReading(1, 3, 120)])],
            [new GroupReading("sharers", GroupType.Share, "Stable", true, commits)],
            true,
            null
        );
}
