using System.Collections.Immutable;

namespace Portal.Core.Jobs.Sql;

/// <summary>How one INSERT or query would run, as its Flink puts it.</summary>
/// <param name="Line">Where it begins in the text, counted from 1.</param>
/// <param name="Text">All that Flink says, its sections one after the other.</param>
public sealed record SqlPlan(int Line, string Text)
{
    private const string Last = "== Optimized Execution Plan ==";

    /// <summary>The section that says what would run; all of it where Flink names none.</summary>
    public string Execution =>
        Text.LastIndexOf(Last, StringComparison.Ordinal) is >= 0 and var at ? Text[(at + Last.Length)..].Trim() : Text;
}

/// <summary>What a Flink says of statements without running them.</summary>
/// <param name="Plans">In the order of the text; none of a statement that it refuses.</param>
/// <param name="Faults">What it refuses, at its place in the text.</param>
public sealed record SqlExplanation(ImmutableArray<SqlPlan> Plans, ImmutableArray<SqlFault> Faults);
