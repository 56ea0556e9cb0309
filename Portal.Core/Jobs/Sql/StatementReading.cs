namespace Portal.Core.Jobs.Sql;

/// <summary>What a statement is, as far as it matters here.</summary>
public enum StatementKind
{
    Insert,

    /// <summary>CREATE TEMPORARY VIEW.</summary>
    View,

    /// <summary>A SELECT of its own, whose rows go nowhere: for who tries things out, not for a job.</summary>
    Query,
    Other,
}

/// <summary>One statement: what it is, which tables it names, and what is wrong with that.</summary>
internal sealed class StatementReading
{
    private readonly IReadOnlyList<SqlToken> _tokens;
    private readonly HashSet<string> _names;

    /// <param name="views">Those made so far; one that this statement makes is added.</param>
    /// <param name="takesQueries">A SELECT that writes nothing isn't refused.</param>
    public StatementReading(IReadOnlyList<SqlToken> tokens, HashSet<string> views, bool takesQueries)
    {
        _tokens = tokens;
        _names = new(views.Concat(Common(tokens)), StringComparer.OrdinalIgnoreCase);
        Kind = KindOf(tokens) switch
        {
            StatementKind.Query when !takesQueries => StatementKind.Other,
            var kind => kind,
        };
        switch (Kind)
        {
            case StatementKind.Other:
                AddFault(
                    tokens[0],
                    $"{tokens[0].Value.ToUpperInvariant()} isn't taken here. A job is made of INSERT INTO and CREATE TEMPORARY VIEW; its tables are its topics."
                );
                break;
            case StatementKind.View:
                views.Add(tokens[3].Value);
                break;
        }

        foreach (var at in Kind == StatementKind.Other ? [] : TablePlaces.In(tokens))
        {
            Take(at, IsTarget(tokens, at));
        }
    }

    public StatementKind Kind { get; }

    public List<JobTableName> Tables { get; } = [];

    public List<SqlFault> Faults { get; } = [];

    /// <summary>The parts of tables' names that stand without backticks.</summary>
    public List<SqlToken> BareNames { get; } = [];

    /// <summary>Whether the name at a place of a statement is what it writes.</summary>
    public static bool IsTarget(IReadOnlyList<SqlToken> statement, int at) =>
        at == 2 && statement[0].Is("INSERT") && statement[1].Is("INTO");

    private static StatementKind KindOf(IReadOnlyList<SqlToken> tokens) =>
        tokens.Count > 2 && IsTarget(tokens, 2) ? StatementKind.Insert
        : tokens.Count > 5
        && tokens[0].Is("CREATE")
        && tokens[1].Is("TEMPORARY")
        && tokens[2].Is("VIEW")
        && tokens[3].IsName
        && tokens[4].Is("AS")
            ? StatementKind.View
        : tokens[0].Is("SELECT") || tokens[0].Is("WITH") ? StatementKind.Query
        : StatementKind.Other;

    // WITH a AS (…), b AS (…): names that are tables within the statement.
    private static IEnumerable<string> Common(IReadOnlyList<SqlToken> tokens) =>
        from i in Enumerable.Range(0, Math.Max(0, tokens.Count - 2))
        where tokens[i].IsName && tokens[i + 1].Is("AS") && tokens[i + 2].Is("(")
        select tokens[i].Value;

    private void Take(int at, bool isWritten)
    {
        var first = _tokens[at];
        var isPath = at + 2 < _tokens.Count && _tokens[at + 1].Is(".") && _tokens[at + 2].IsName;
        var isLonger = isPath && at + 3 < _tokens.Count && _tokens[at + 3].Is(".");
        if (isPath && first.Value.Contains('.', StringComparison.Ordinal))
        {
            AddFault(first, $"no cluster has a name with dots: {first.Value}. Name a topic by cluster and topic.");
        }
        else if (isPath && !isLonger)
        {
            Tables.Add(new(first.Value, _tokens[at + 2].Value, isWritten, first.Line, first.Column));
            BareNames.AddRange(new[] { first, _tokens[at + 2] }.Where(name => name.Kind == SqlTokenKind.Word));
        }
        else if (isLonger)
        {
            AddFault(
                first,
                $"a topic is named by cluster and topic. Put a name with dots between backticks: {first.Value}.`{_tokens[at + 2].Value}.…`."
            );
        }
        else if (isWritten || (!_names.Contains(first.Value) && !IsCall(at)))
        {
            AddFault(
                first,
                $"{first.Value} isn't a view of this job. Name a topic by cluster and topic: cluster.{first.Value}."
            );
        }
    }

    private bool IsCall(int at) => at + 1 < _tokens.Count && _tokens[at + 1].Is("(");

    private void AddFault(SqlToken at, string words) => Faults.Add(new(at.Line, at.Column, words));
}
