using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>
/// One of each operator that keeps state, and rows for all of them: a key, a time, a number, and the window of ten seconds that the time is in.
/// </summary>
internal static class StatefulOperators
{
    private const int Width = 5;
    private static readonly DateTime Began = new(2025, 1, 1);
    private static readonly Func<object?[], object?>[] ByKey = [row => row[0]];

    public static readonly IReadOnlyDictionary<string, Func<Operator>> All = new Dictionary<string, Func<Operator>>
    {
        ["groups"] = () => Groups(StateLifetime.Endless),
        ["last rows"] = () => new Normalize([0], StateLifetime.Endless, ""),
        ["materialized"] = () => new Materialize([0], StateLifetime.Endless, ""),
        ["first rows"] = () =>
            new TopN(ByKey, [(row => row[2], false)], 1, 2, true, true, false, StateLifetime.Endless, ""),
        ["over rows"] = () => Over(isRows: true, preceding: 2),
        ["over all rows"] = () => Over(isRows: true, preceding: null),
        ["over a range"] = () => Over(isRows: false, preceding: 5_000),
        ["temporal join"] = () =>
            new TemporalJoin((ByKey, ByKey), (1, 1), _ => true, isOuter: true, Width, StateLifetime.Endless, ""),
        ["lookup join"] = () => new LookupJoin(ByKey, [0], _ => true, isOuter: true, Width, StateLifetime.Endless, ""),
        ["join"] = () => new StreamJoin(Side(), Side(), null, (true, true), (Width, Width), ""),
        ["semi join"] = () => new SemiJoin(Side(), Side(), null, isAnti: false, ""),
        ["interval join"] = () =>
            new IntervalJoin(
                Side(),
                Side(),
                (row => row[1], row => row[1]),
                new TimeBounds(-4_000, 4_000),
                _ => true,
                (true, true),
                (Width, Width),
                ""
            ),
        ["sessions"] = () =>
            new SessionAggregate(3_000, row => row[1], SqlType.Timestamp(3), ByKey, [Count()], [WindowBound.Start], ""),
        ["windows"] = () =>
            new WindowAggregate((3, 4), SqlType.Timestamp(3), ByKey, [Count(), Distinct()], [WindowBound.Start], ""),
    };

    /// <summary>Whether a row that it got may be taken back later.</summary>
    public static bool TakesDeletions(string name) =>
        Inputs(name) == 2 && name != "interval join"
        || name is "groups" or "last rows" or "materialized" or "first rows";

    public static int Inputs(string name) => name.EndsWith("join", StringComparison.Ordinal) ? 2 : 1;

    public static Change Row(string key, int second, long value)
    {
        var window = Began.AddSeconds(second / 10 * 10);
        return Change.Insert([key, Began.AddSeconds(second), value, window, window.AddSeconds(10)]);
    }

    public static void Advance(Operator of, string name, int second)
    {
        var mark = new Watermark((long)(Began.AddSeconds(second) - DateTime.UnixEpoch).TotalMilliseconds, false);
        for (var input = 0; input < Inputs(name); input++)
        {
            of.Advance(input, mark);
        }
    }

    /// <summary>Rows and watermarks, always the same ones.</summary>
    public static void Feed(Operator of, string name, int first, int below) =>
        Feed(name, first, below, of.Take, second => Advance(of, name, second));

    /// <param name="take">A row of an input.</param>
    /// <param name="advance">To a second.</param>
    public static void Feed(string name, int first, int below, Action<int, Change> take, Action<int> advance)
    {
        for (var step = first; step < below; step++)
        {
            take(step % Inputs(name), Row($"k{step * 7 % 23}", (step / 4) - (step % 3), step % 9));
            if (step % 5 == 0)
            {
                advance((step / 4) - 3);
            }
        }
    }

    /// <summary>What it sends from now on.</summary>
    public static List<string> Watch(Operator of)
    {
        var watcher = new Watcher();
        of.To(watcher, 0);
        return watcher.Seen;
    }

    public static GroupAggregate Groups(StateLifetime lifetime) =>
        new(ByKey, [Count(), Distinct(), Least()], lifetime, "");

    public static JoinSide Side(StateLifetime lifetime) => new(ByKey, lifetime);

    private static JoinSide Side() => Side(StateLifetime.Endless);

    private static OverAggregate Over(bool isRows, long? preceding) =>
        new(
            ByKey,
            row => row[1],
            new OverFrame(isRows, preceding),
            [Count()],
            StateLifetime.Endless,
            TimeProvider.System,
            ""
        );

    private static Aggregate Count() => new(null, null, SqlType.BigInt, () => new CountOf(), "COUNT(*)");

    private static Aggregate Distinct() =>
        new(row => row[2], null, SqlType.BigInt, () => new DistinctOf(new CountOf()), "COUNT(DISTINCT value)");

    private static Aggregate Least() =>
        new(row => row[2], null, SqlType.BigInt, () => new ExtremeOf(-1, keepsAll: true), "MIN(value)");

    private sealed class Watcher : Operator
    {
        public List<string> Seen { get; } = [];

        protected override void Process(int input, Change change) =>
            Seen.Add($"{change.Kind} {string.Join(' ', change.Row.Select(value => $"{value}"))}");
    }
}
