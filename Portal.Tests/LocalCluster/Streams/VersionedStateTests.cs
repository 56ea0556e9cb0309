using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>OVER, temporal and lookup joins go on from their state as if they had never stopped, and let it go when its lifetime is over.</summary>
public sealed class VersionedStateTests
{
    private static readonly DateTime Began = new(2025, 1, 1);
    private static readonly Func<object?[], object?>[] ByKey = [row => row[0]];

    [Theory]
    [InlineData(true, null)]
    [InlineData(true, 2L)]
    [InlineData(false, null)]
    [InlineData(false, 5_000L)]
    public void An_aggregate_over_rows_goes_on_from_its_state(bool isRows, long? preceding) =>
        GoesOn(
            () => Over(new OverFrame(isRows, preceding), StateLifetime.Endless),
            [.. Enumerable.Range(0, 60).Select(i => (0, Row($"k{i % 3}", i / 2, i)))]
        );

    [Fact]
    public void A_temporal_join_goes_on_from_its_state() =>
        GoesOn(
            () => Temporal(StateLifetime.Endless),
            [.. Enumerable.Range(0, 60).Select(i => (i % 2, Row($"k{i % 3}", (i * 7 % 11) + (i / 4), i)))]
        );

    [Fact]
    public void A_lookup_goes_on_from_its_state() =>
        GoesOn(
            () => Lookup(StateLifetime.Endless),
            [.. Enumerable.Range(0, 60).Select(i => (i % 2, Row($"k{i % 7}", i, i)))]
        );

    [Fact]
    public void What_is_counted_over_a_partition_is_forgotten_after_its_lifetime()
    {
        var time = new ManualTime();
        var over = Over(new OverFrame(true, null), new StateLifetime(TimeSpan.FromMinutes(1), time));
        var seen = Watch(over);
        over.Take(0, Row("a", 1, 1));
        over.Advance(0, Mark(1));
        time.Pass(TimeSpan.FromSeconds(59));
        over.Take(0, Row("a", 2, 1));
        over.Advance(0, Mark(2));
        time.Pass(TimeSpan.FromSeconds(61));
        over.Take(0, Row("a", 3, 1));
        over.Advance(0, Mark(3));

        seen.ShouldBe(["+I a 2025-01-01 00:00:01 1 1", "+I a 2025-01-01 00:00:02 1 2", "+I a 2025-01-01 00:00:03 1 1"]);
        time.Pass(TimeSpan.FromSeconds(61));
        over.Expire();
        over.StateRows.ShouldBe(0);
    }

    [Fact]
    public void Versions_and_rows_that_are_looked_up_are_forgotten_after_their_lifetime()
    {
        var time = new ManualTime();
        foreach (var join in new Operator[] { Temporal(new(Minute, time)), Lookup(new(Minute, time)) })
        {
            var seen = Watch(join);
            join.Take(1, Row("a", 0, 7));
            join.Take(0, Row("a", 1, 1));
            Advance(join, 2);
            time.Pass(Minute);
            join.Take(0, Row("a", 3, 2));
            Advance(join, 4);
            join.Expire();

            seen.Select(each => each.Split(' ')[^1]).ShouldBe(["7", ""], join.GetType().Name);
            join.StateRows.ShouldBe(0);
        }
    }

    [Fact]
    public void Groups_and_joined_rows_are_forgotten_after_their_lifetime()
    {
        var time = new ManualTime();
        var lifetime = new StateLifetime(Minute, time);
        var group = new GroupAggregate(ByKey, [Count()], lifetime, "");
        var join = new StreamJoin(
            new JoinSide(ByKey, lifetime),
            new JoinSide(ByKey, lifetime),
            null,
            (false, false),
            (3, 3),
            ""
        );
        var (counted, joined) = (Watch(group), Watch(join));
        group.Take(0, Row("a", 0, 1));
        join.Take(0, Row("a", 0, 1));
        time.Pass(Minute);
        group.Take(0, Row("a", 1, 1));
        join.Take(1, Row("a", 1, 1));

        counted.ShouldBe(["+I a 1", "+I a 1"]);
        joined.ShouldBeEmpty();
        (group.StateRows, join.StateRows).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData(true, 2L)]
    [InlineData(false, 60_000L)]
    public void A_clock_that_goes_back_takes_no_row_out_of_its_order(bool isRows, long preceding)
    {
        var time = new ManualTime();
        var over = new OverAggregate(
            ByKey,
            null,
            new OverFrame(isRows, preceding),
            [Count()],
            StateLifetime.Endless,
            time,
            ""
        );
        var seen = Watch(over);
        for (var i = 0; i < 6; i++)
        {
            over.Take(0, Row("a", i, i));
            time.Pass(TimeSpan.FromHours(-1));
        }

        seen.Select(each => each.Split(' ')[^2..])
            .Select(each => $"{each[0]} {each[1]}")
            .ShouldBe(isRows ? ["0 1", "1 2", "2 3", "3 3", "4 3", "5 3"] : ["0 1", "1 2", "2 3", "3 4", "4 5", "5 6"]);
    }

    [Fact]
    public void What_a_group_keeps_counts_as_state()
    {
        var distinct = Count() with { Make = () => new DistinctOf(new CountOf()), Of = row => row[2] };
        var group = new GroupAggregate([], [distinct], StateLifetime.Endless, "");

        for (var i = 0; i < 500; i++)
        {
            group.Take(0, Row("a", i, i % 400));
        }

        group.StateRows.ShouldBe(401);
    }

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>The same rows give the same whether the operator is saved and restored after each of them or never.</summary>
    private static void GoesOn(Func<Operator> make, List<(int Input, Change Row)> rows)
    {
        var (steady, stopped) = (make(), make());
        var (expected, found) = (Watch(steady), new List<string>());
        foreach (var (input, row) in rows)
        {
            var state = Saved(stopped);
            stopped = make();
            using (var from = new StateReader(state))
            {
                stopped.Restore(from);
            }

            Saved(stopped).ShouldBe(state);
            var seen = Watch(stopped);
            foreach (var each in new[] { steady, stopped })
            {
                each.Take(input, row);
                Advance(each, ((DateTime)row.Row[1]! - Began).TotalSeconds - 3);
            }

            found.AddRange(seen);
        }

        found.ShouldBe(expected);
        found.Count.ShouldBeGreaterThan(20);
    }

    private static byte[] Saved(Operator of)
    {
        using var to = new StateWriter();
        of.Save(to);
        return to.Bytes;
    }

    private static void Advance(Operator of, double seconds)
    {
        of.Advance(0, Mark(seconds));
        if (of is not OverAggregate)
        {
            of.Advance(1, Mark(seconds));
        }
    }

    private static OverAggregate Over(OverFrame frame, StateLifetime lifetime) =>
        new(ByKey, row => row[1], frame, [Count()], lifetime, TimeProvider.System, "");

    private static TemporalJoin Temporal(StateLifetime lifetime) =>
        new((ByKey, ByKey), (1, 1), _ => true, isOuter: true, 3, lifetime, "");

    private static LookupJoin Lookup(StateLifetime lifetime) =>
        new(ByKey, [0], _ => true, isOuter: true, 3, lifetime, "");

    private static Aggregate Count() => new(null, null, SqlType.BigInt, () => new CountOf(), "COUNT(*)");

    private static Change Row(string key, int second, long value) =>
        Change.Insert([key, Began.AddSeconds(second), value]);

    private static Watermark Mark(double second) =>
        new((long)(Began.AddSeconds(second) - DateTime.UnixEpoch).TotalMilliseconds, false);

    private static List<string> Watch(Operator of)
    {
        var watcher = new Watcher();
        of.To(watcher, 0);
        return watcher.Seen;
    }

    private sealed class Watcher : Operator
    {
        public List<string> Seen { get; } = [];

        protected override void Process(int input, Change change) =>
            Seen.Add(
                $"{(change.Adds ? "+I" : "-D")} {string.Join(' ', change.Row.Select(v => v is DateTime at ? $"{at:yyyy-MM-dd HH:mm:ss}" : $"{v}"))}"
            );
    }
}
