using Portal.Core.Health;
using Portal.Core.Health.Readings;
using Portal.Engines.Kafka;
using Portal.Workers.Planning.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>What came into a topic, and what of it is after a commit or deleted. Partitions begin at 40 and end at 100, where nothing else is said.</summary>
public sealed class ArrivedTests
{
    [Theory]
    [InlineData(30L, 90L, true)]
    [InlineData(40L, 40L, false)]
    [InlineData(null, 40L, true)]
    [InlineData(null, 90L, false)]
    public void A_topic_is_cut_where_records_after_the_commit_are_deleted_and_without_one_where_none_is_left_from_before(
        long? committed,
        long since,
        bool isCut
    ) => Of(committed, since).IsCut.ShouldBe(isCut);

    // It ended with record 499 and a transaction marker.
    [Theory]
    [InlineData(500L, true, false)]
    [InlineData(500L, false, true)]
    [InlineData(450L, false, true)]
    public void A_marker_that_is_gone_was_no_record(long committed, bool isUpToDate, bool isCut)
    {
        var commits = new Dictionary<int, long> { [0] = committed };
        var upToDate = new HashSet<int> { isUpToDate ? 0 : 1 };

        Arrived.Of("dev.a", [Part(0, since: 501, first: 501, end: 501)], commits, upToDate).IsCut.ShouldBe(isCut);
    }

    [Theory]
    [InlineData(501L, 501L, true)]
    [InlineData(0L, 0L, false)]
    [InlineData(0L, 501L, false)]
    public void An_empty_partition_may_be_cut_where_no_commit_is_known(long first, long end, bool mayBeCut)
    {
        var arrived = Arrived.Of("dev.a", [Part(0, since: end, first, end)], committed: null, upToDate: null);

        (arrived.IsCut, arrived.MayBeCut).ShouldBe((false, mayBeCut));
    }

    // It commits all that it reads: that one was empty before it came.
    [Fact]
    public void An_empty_partition_is_not_cut_where_the_group_has_commits_on_others_alone()
    {
        PartitionContents[] partitions = [Part(0, since: 501, first: 501, end: 501), Part(1, since: 90)];

        var arrived = Arrived.Of("dev.a", [.. partitions], new Dictionary<int, long> { [1] = 70 }, upToDate: null);

        (arrived.IsCut, arrived.MayBeCut).ShouldBe((false, false));
    }

    [Theory]
    [InlineData(30L, 60L)]
    [InlineData(70L, 30L)]
    [InlineData(120L, 0L)]
    [InlineData(null, null)]
    public void What_is_after_the_commit_is_counted_as_far_as_it_can_still_be_read(long? committed, long? most) =>
        Of(committed, since: 90).Uncommitted.ShouldBe(most);

    [Fact]
    public void Of_a_partition_without_a_commit_all_that_is_there_counts()
    {
        var commits = new Dictionary<int, long> { [0] = 70 };

        Arrived.Of("dev.a", [Part(0, 90), Part(1, 90)], commits, upToDate: null).Uncommitted.ShouldBe(90);
    }

    // On the second partition records wait; what was told of the third is of an earlier cycle.
    [Fact]
    public void A_group_is_up_to_date_on_a_partition_where_nothing_waits_for_it()
    {
        var at = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
        var none = BehindColumn.Pack(TimeLag.None, at);
        var frame = new Frame(
            at,
            [
                [500, 500, 500],
                [AnswerTime.InThisCycle, AnswerTime.InThisCycle, 1],
                [Column.Absent, Column.Absent, Column.Absent],
                [none, BehindColumn.Pack(TimeLag.Of(TimeSpan.FromSeconds(2)), at), none],
                [(long)LagStatus.Ok, (long)LagStatus.Ok, (long)LagStatus.Ok],
            ]
        );
        var watch = new TopicWatch([new SeriesRun(2, 0, 3, 1, 0, "flink-sums", at)]);

        watch.Take(new CycleFrames(at, new Dictionary<int, Frame> { [2] = frame }), at, TimeSpan.FromMinutes(1));

        var seen = watch.Seen(new Dictionary<string, int?>(), at, at, TimeSpan.FromMinutes(1));
        seen.UpToDate["flink-sums"].ShouldHaveSingleItem().ShouldBe(0);
    }

    private static Arrived Of(long? committed, long since) =>
        Arrived.Of(
            "dev.a",
            [Part(0, since)],
            committed is { } at ? new Dictionary<int, long> { [0] = at } : null,
            upToDate: null
        );

    private static PartitionContents Part(int partition, long since, long first = 40, long end = 100) =>
        new(partition, Leader: 1, First: first, End: end, Bytes: 0, Copies: 1, since);
}
