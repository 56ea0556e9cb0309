using System.Collections.Immutable;

namespace Portal.Core.Jobs.Sql.Hints;

/// <summary>A table as a statement may name it.</summary>
/// <param name="Name">As statements do: <c>prod.orders</c>.</param>
public sealed record KnownTable(string Name, bool IsWritten, ImmutableArray<string> Columns);

/// <summary>What surrounds a place that a planner refuses.</summary>
/// <param name="Tables">Of the job.</param>
/// <param name="Before">The word before the place; null where there is none.</param>
public sealed record SqlSurroundings(ImmutableArray<KnownTable> Tables, string? Before = null);

/// <summary>
/// What to do about a statement, out of the sentence that Flink's planner has against it: it says what is wrong, seldom how to put it right. The local
/// cluster's planner says the same sentences. Pure.
/// </summary>
public static class SqlHints
{
    private static readonly ImmutableArray<Func<string, SqlSurroundings, string?>> Rules =
    [
        NameHints.Of,
        ChangeHints.Of,
        (words, _) => TypeHints.Of(words),
        SyntaxHints.Of,
    ];

    /// <summary>The sentence, and what to do behind it where that is known.</summary>
    public static string Behind(string words, SqlSurroundings seen) =>
        Rules.Select(rule => rule(words, seen)).FirstOrDefault(hint => hint is not null) is { } hint
            ? $"{words.TrimEnd('.', ' ')}. {hint}"
            : words;
}
