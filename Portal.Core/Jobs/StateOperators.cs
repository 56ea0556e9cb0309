using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>
/// The operators that keep state, of what runs and of a new version, compared: Flink restores by an operator's place in the graph and doesn't say
/// what it left out. Pure.
/// </summary>
public static partial class StateOperators
{
    private const int LongestText = 160;

    // By their names in EXPLAIN. https://nightlies.apache.org/flink/flink-docs-stable/docs/dev/table/concepts/overview/#stateful-operators
    private static readonly FrozenSet<string> Stateful = FrozenSet.Create(
        StringComparer.Ordinal,
        "ChangelogNormalize",
        "Deduplicate",
        "GlobalGroupAggregate",
        "GlobalWindowAggregate",
        "GroupAggregate",
        "GroupTableAggregate",
        "GroupWindowAggregate",
        "IncrementalGroupAggregate",
        "IntervalJoin",
        "Join",
        "Limit",
        "LocalWindowAggregate",
        "Match",
        "MultiJoin",
        "OverAggregate",
        "Rank",
        "SortLimit",
        "TemporalJoin",
        "TemporalSort",
        "WindowAggregate",
        "WindowDeduplicate",
        "WindowJoin",
        "WindowRank"
    );

    private const string DeadLettersMoved =
        "Flink can't carry its state over where skipping of records that can't be decoded is switched on or off: what writes the dead letters moves every operator to another place in the graph, and Flink refuses the savepoint. Leave the policy as it is, or set the upgrade mode to stateless: then sums and windows begin anew, and its topics are read from startAt on.";

    /// <summary>What stands against a start from the state of another version; null where nothing is known to.</summary>
    public static string? Obstacle(JobDefinition running, JobDefinition next) =>
        running.DeadLetters is null != next.DeadLetters is null
            ? DeadLettersMoved
            : SourceChange.Between(running, next).FirstOrDefault(change => change.IsMoved)?.InWords;

    /// <summary>Those that keep state, each once, as Flink describes them.</summary>
    /// <param name="plans">As EXPLAIN or a vertex puts it: an operator a line.</param>
    public static IReadOnlyList<string> Of(IEnumerable<string> plans) =>
        [
            .. plans
                .SelectMany(plan => plan.Replace("<br/>", "\n", StringComparison.Ordinal).Split('\n'))
                .Select(line => Operator().Match(line))
                .Where(found => found.Success && Stateful.Contains(found.Groups["name"].Value))
                .Select(found => found.Groups["all"].Value.TrimEnd())
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>Whether both keep the same state, as far as operators show it.</summary>
    public static bool AreSame(IReadOnlyList<string> running, IReadOnlyList<string> next) =>
        running.ToHashSet(StringComparer.Ordinal).SetEquals(next);

    /// <summary>What becomes of the state, in a sentence or two.</summary>
    public static string InWords(IReadOnlyList<string> running, IReadOnlyList<string> next)
    {
        var same = running.Intersect(next, StringComparer.Ordinal).Count();
        var gone = running.Except(next, StringComparer.Ordinal).ToList();
        var fresh = next.Except(running, StringComparer.Ordinal).ToList();
        if (running.Count + next.Count == 0)
        {
            return "Neither version keeps state but in its sources and sinks.";
        }

        if (gone.Count + fresh.Count == 0)
        {
            return $"{Quantity.Of(same, "operator that keeps state is", "operators that keep state are")} the same in both versions.";
        }

        return InWords("the operators that keep state", same, gone, fresh, []);
    }

    /// <summary>The same of any operators.</summary>
    /// <param name="of">As "the operators that keep state".</param>
    internal static string InWords(
        string of,
        int same,
        IReadOnlyCollection<string> gone,
        IReadOnlyCollection<string> fresh,
        IReadOnlyCollection<string> taken
    )
    {
        string?[] parts =
        [
            $"Of {of} {Quantity.Count(same)} {(same == 1 ? "is" : "are")} the same",
            gone.Count == 0 ? null : $"not carried over: {Shown(gone)}",
            taken.Count == 0 ? null : $"given another one's state: {Shown(taken)}",
            fresh.Count == 0 ? null : $"new or changed, and empty at first: {Shown(fresh)}",
        ];
        return $"{string.Join("; ", parts.OfType<string>())}.";
    }

    private static string Shown(IReadOnlyCollection<string> operators) =>
        string.Join(", ", operators.Select(o => o.Length > LongestText ? $"{o[..LongestText]}…" : o));

    // Before its name stand the tree's lines, and in a vertex its number.
    [GeneratedRegex(
        @"^[\s:+|-]*(?:\[\d+\]:)?(?<all>(?<name>[A-Z][A-Za-z]+)\(.*\))",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Operator();
}
