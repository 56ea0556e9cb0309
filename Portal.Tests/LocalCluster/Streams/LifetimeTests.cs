using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>State that has a lifetime (table.exec.state.ttl): what it is let go with, and what keeps others' from being forgotten.</summary>
public sealed class LifetimeTests
{
    private readonly ManualTime _time = new();

    private StateLifetime Minute => new(TimeSpan.FromMinutes(1), _time);

    [ClusterFact]
    public void A_key_of_a_join_goes_with_the_last_of_its_rows_also_when_a_row_looks_for_them()
    {
        var side = StatefulOperators.Side(Minute);
        side.Add(["k"], StatefulOperators.Row("k", 0, 1).Row);
        _time.Pass(TimeSpan.FromSeconds(30));
        side.Add(["k"], StatefulOperators.Row("k", 1, 1).Row);

        _time.Pass(TimeSpan.FromSeconds(30));
        side.Of(["k"]).Count.ShouldBe(1);
        _time.Pass(TimeSpan.FromSeconds(30));
        side.Of(["k"]).ShouldBeEmpty();

        Saved(side).ShouldBe(Saved(StatefulOperators.Side(Minute)));
    }

    [ClusterTheory]
    [InlineData("group")]
    [InlineData("last row")]
    public void What_stays_the_same_is_sent_again_only_where_others_would_forget_it(string kind)
    {
        string[] once = ["Insert"];
        Twice(Make(kind, StateLifetime.Endless)).ShouldBe(once);
        Twice(Make(kind, Minute)).ShouldBe([.. once, "UpdateBefore", "UpdateAfter"]);
    }

    [ClusterFact]
    public void Keys_alone_are_sent_once_whatever_their_lifetime() =>
        Twice(new GroupAggregate([row => row[0]], [], Minute, "")).ShouldBe(["Insert"]);

    private static Operator Make(string kind, StateLifetime lifetime) =>
        kind == "group"
            ? new GroupAggregate([row => row[0]], [Least()], lifetime, "")
            : new Normalize([0], lifetime, "");

    /// <returns>The kinds of what it sends for a row that comes twice.</returns>
    private static IEnumerable<string> Twice(Operator to)
    {
        var seen = StatefulOperators.Watch(to);
        to.Take(0, StatefulOperators.Row("k", 0, 1));
        to.Take(0, StatefulOperators.Row("k", 0, 1));
        return seen.Select(change => change.Split(' ')[0]);
    }

    private static Aggregate Least() =>
        new(row => row[2], null, SqlType.BigInt, () => new ExtremeOf(-1, keepsAll: true), "MIN(value)");

    private static byte[] Saved(JoinSide side)
    {
        using var bytes = new MemoryStream();
        using (var to = new StateWriter(bytes))
        {
            side.Save(to);
        }

        return bytes.ToArray();
    }
}
