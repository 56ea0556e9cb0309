using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>A join of rows up to twenty seconds after a row: what stands behind it hears of time as late as of the rows.</summary>
public sealed class IntervalJoinTests
{
    private const string Name = "interval join";

    [ClusterFact]
    public void A_row_that_waited_in_vain_is_not_late_for_the_window_behind_the_join()
    {
        var (join, windows) = (Join(least: -20_000, most: 0), StatefulOperators.All["windows"]());
        join.To(windows, 0);
        var seen = StatefulOperators.Watch(windows);
        join.Take(0, StatefulOperators.Row("k", 1, 7));

        for (var second = 0; second <= 40; second += 5)
        {
            StatefulOperators.Advance(join, Name, second);
        }

        windows.LateDropped.ShouldBe(0);
        seen.ShouldHaveSingleItem().ShouldStartWith("Insert k 1 1");
    }

    [ClusterTheory]
    [InlineData(-20_000L, 0L, 20_000L)]
    [InlineData(-5_000L, 7_000L, 7_000L)]
    [InlineData(3_000L, 8_000L, 8_000L)]
    [InlineData(-9_000L, -2_000L, 9_000L)]
    [InlineData(0L, 0L, 0L)]
    public void What_it_says_of_time_stays_behind_by_as_long_as_a_row_may_wait(long least, long most, long behind)
    {
        var (join, watcher) = (Join(least, most), new Watcher());
        join.To(watcher, 0);

        Advance(join, new(Watermark.None, true));
        Advance(join, new(60_000, false));
        Advance(join, new(60_000, true));
        join.SentWatermark.ShouldBe(60_000 - behind);
        Advance(join, new(Watermark.Last, false));

        join.CurrentWatermark.ShouldBe(Watermark.Last);
        watcher.Marks.ShouldBe([
            new Watermark(Watermark.None, true),
            new Watermark(60_000 - behind, false),
            new Watermark(60_000 - behind, true),
            new Watermark(Watermark.Last, false),
        ]);
    }

    [ClusterFact]
    public void Its_own_rows_wait_no_longer_for_that()
    {
        var join = Join(least: -20_000, most: 0);
        var seen = StatefulOperators.Watch(join);
        join.Take(0, StatefulOperators.Row("k", 1, 7));

        StatefulOperators.Advance(join, Name, 21);
        seen.ShouldBeEmpty();
        StatefulOperators.Advance(join, Name, 22);
        seen.Count.ShouldBe(1);
        join.StateRows.ShouldBe(0);
    }

    private static void Advance(IntervalJoin join, Watermark mark)
    {
        join.Advance(0, mark);
        join.Advance(1, mark);
    }

    private static IntervalJoin Join(long least, long most) =>
        new(
            StatefulOperators.Side(StateLifetime.Endless),
            StatefulOperators.Side(StateLifetime.Endless),
            (row => row[1], row => row[1]),
            new TimeBounds(least, most),
            _ => true,
            (true, false),
            (5, 5),
            ""
        );

    private sealed class Watcher : Operator
    {
        public List<Watermark> Marks { get; } = [];

        protected override void Process(int input, Change change) { }

        protected override void Forward(Watermark mark) => Marks.Add(mark);
    }
}
