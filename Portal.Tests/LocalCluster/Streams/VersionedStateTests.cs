using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>OVER, temporal and lookup joins go on from their state as if they had never stopped, and let it go when its lifetime is over.</summary>
public sealed class VersionedStateTests
{
    private static readonly DateTime Began = new(2025, 1, 1);
    private static readonly Func<object?[], object?>[] ByKey = [row => row[0]];

    [ClusterTheory]
    [InlineData(true, null)]
    [InlineData(true, 2L)]
    [InlineData(false, null)]
    [InlineData(false, 5_000L)]
    public void An_aggregate_over_rows_goes_on_from_its_state(bool isRows, long? preceding) =>
        GoesOn(
            () => Over(new OverFrame(isRows, preceding), StateLifetime.Endless),
            [.. Enumerable.Range(0, 60).Select(i => (0, Row($"k{i % 3}", i / 2, i)))]
        );

    [ClusterFact]
    public void A_temporal_join_goes_on_from_its_state() =>
        GoesOn(
            () => Temporal(StateLifetime.Endless),
            [.. Enumerable.Range(0, 60).Select(i => (i % 2, Row($"k{i % 3}", (i * 7 % 11) + (i / 4), i)))]
        );

    [ClusterFact]
    public void A_lookup_goes_on_from_its_state() =>
        GoesOn(
            () => Lookup(StateLifetime.Endless),
            [.. Enumerable.Range(0, 60).Select(i => (i % 2, Row($"k{i % 7}", i, i)))]
        );

    [ClusterFact]
    public void A_row_so_many_before_goes_on_from_its_state() =>
        GoesOn(
            () =>
                new OverAggregate(
                    ByKey,
                    row => row[1],
                    new OverFrame(false, null),
                    [new(row => new LagOf.Step(row[2], 2, -1L), null, SqlType.BigInt, () => new LagOf(), "LAG")],
                    StateLifetime.Endless,
                    TimeProvider.System,
                    ""
                ),
            [.. Enumerable.Range(0, 60).Select(i => (0, Row($"k{i % 3}", i / 2, i)))]
        );

    [ClusterTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rows_that_are_in_others_or_not_go_on_from_their_state(bool isAnti) =>
        GoesOn(
            () => Semi(isAnti, StateLifetime.Endless),
            [.. Enumerable.Range(0, 60).Select(i => (i % 4 == 3 ? 1 : 0, Row($"k{i % 17}", i, i)))]
        );

    [ClusterFact]
    public void A_row_comes_with_its_first_match_and_goes_with_its_last()
    {
        var (semi, anti) = (Semi(false, StateLifetime.Endless), Semi(true, StateLifetime.Endless));
        var (inOthers, inNone) = (Watch(semi), Watch(anti));
        foreach (
            var (input, kind, value) in new[]
            {
                (0, RowKind.Insert, 1),
                (1, RowKind.Insert, 2),
                (1, RowKind.Insert, 3),
                (1, RowKind.Delete, 2),
                (1, RowKind.Delete, 3),
                (0, RowKind.Delete, 1),
            }
        )
        {
            semi.Take(input, Row("a", 0, value) with { Kind = kind });
            anti.Take(input, Row("a", 0, value) with { Kind = kind });
        }

        inOthers.Select(seen => seen[..2]).ShouldBe(["+I", "-D"]);
        inNone.Select(seen => seen[..2]).ShouldBe(["+I", "-D", "+I", "-D"]);
        (semi.StateRows, anti.StateRows).ShouldBe((0, 0));
    }

    [ClusterFact]
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

    [ClusterFact]
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

    [ClusterFact]
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

    [ClusterFact]
    public void A_lifetime_goes_on_over_a_restore_and_while_nothing_runs()
    {
        foreach (var make in Kept())
        {
            var before = new ManualTime();
            var saved = make(new(Minute, before));
            saved.Take(1 % Inputs(saved), Row("a", 0, 1));
            before.Pass(TimeSpan.FromSeconds(20));
            saved.Take(1 % Inputs(saved), Row("b", 0, 1));
            before.Pass(TimeSpan.FromSeconds(10));
            var state = Saved(saved);

            // Another process, whose clock counts from elsewhere, 30 seconds later.
            var after = new ManualTime();
            after.Pass(TimeSpan.FromSeconds(60));
            var restored = make(new(Minute, after));
            using (var from = Reader(state))
            {
                restored.Restore(from);
            }

            restored.Expire();
            restored.StateRows.ShouldBe(1, restored.GetType().Name);
            after.Pass(TimeSpan.FromSeconds(20));
            restored.Expire();
            restored.StateRows.ShouldBe(0, restored.GetType().Name);
        }
    }

    private static IEnumerable<Func<StateLifetime, Operator>> Kept() =>
        [
            lifetime => new GroupAggregate(ByKey, [Count()], lifetime, ""),
            lifetime => new Normalize([0], lifetime, ""),
            lifetime => new Materialize([0], lifetime, ""),
            lifetime => new TopN(ByKey, [(row => row[2], false)], 1, 1, false, false, false, lifetime, ""),
            lifetime => new StreamJoin(
                new JoinSide(ByKey, lifetime),
                new JoinSide(ByKey, lifetime),
                null,
                (false, false),
                (3, 3),
                ""
            ),
            lifetime => Semi(isAnti: false, lifetime),
            Temporal,
            Lookup,
        ];

    private static int Inputs(Operator of) => of is StreamJoin or SemiJoin or TemporalJoin or LookupJoin ? 2 : 1;

    [ClusterTheory]
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

    [ClusterFact]
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

    [ClusterTheory]
    [InlineData(true, "c", "d")]
    [InlineData(false, "a", "a")]
    public void The_first_or_the_last_value_goes_on_from_a_state_that_had_all(
        bool isLast,
        string restored,
        string after
    )
    {
        Aggregate Value(Func<Accumulator> make) => new(row => row[0], null, SqlType.String, make, "VALUE");
        var former = new GroupAggregate(
            [],
            [Value(() => new ListOf(values => isLast ? values[^1] : values[0]))],
            StateLifetime.Endless,
            ""
        );
        foreach (var value in (string[])["a", "b", "c"])
        {
            former.Take(0, Row(value, 0, 1));
        }

        var group = new GroupAggregate([], [Value(() => new EndOf(isLast))], StateLifetime.Endless, "");
        using (var from = Reader(Saved(former)))
        {
            group.Restore(from);
        }

        group.StateRows.ShouldBe(2);
        var seen = Watch(group);
        group.Take(0, Row("d", 0, 1));
        string[] changes = [$"-D {restored}", $"+I {after}"];
        seen.ShouldBe(changes.Where(_ => restored != after));
        Saved(group).Length.ShouldBeLessThan(Saved(former).Length);
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
            using (var from = Reader(state))
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
        var bytes = new MemoryStream();
        using (var to = new StateWriter(bytes))
        {
            of.Save(to);
        }

        return bytes.ToArray();
    }

    private static StateReader Reader(byte[] state) => new(new MemoryStream(state), state.Length);

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

    private static SemiJoin Semi(bool isAnti, StateLifetime lifetime) =>
        new(new JoinSide(ByKey, lifetime), new JoinSide(ByKey, lifetime), null, isAnti, "");

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
