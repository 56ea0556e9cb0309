using System.Collections.Immutable;

namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
    private static readonly string[] WindowFunctions = ["TUMBLE", "HOP", "CUMULATE", "SESSION"];

    private TableReference Tables()
    {
        var table = Joined();
        while (Take(","))
        {
            LinkTable();
            var right = Joined();
            table = new JoinTable(From(table.At), table, right, JoinKind.Inner, null);
        }

        return table;
    }

    private TableReference Joined()
    {
        var left = Primary();
        while (true)
        {
            if (Now.Is("NATURAL") || Now.Is("MATCH_RECOGNIZE") || Now.Is("TABLESAMPLE"))
            {
                throw SqlException.Unsupported(
                    Now.At,
                    Now.Value.ToUpperInvariant(),
                    "Name the condition after ON, or use a query."
                );
            }

            if (JoinWord() is not { } kind)
            {
                return left;
            }

            LinkTable();
            var right = Primary();
            if (Now.Is("USING"))
            {
                throw SqlException.Unsupported(Now.At, "USING", "Name the condition after ON.");
            }

            var on = Take("ON") ? Expression() : null;
            left = new JoinTable(From(left.At), left, right, kind, on);
        }
    }

    private JoinKind? JoinWord()
    {
        if (Take("JOIN") || Take("INNER", "JOIN") || Take("CROSS", "JOIN"))
        {
            return JoinKind.Inner;
        }

        JoinKind? kind =
            Is("LEFT") ? JoinKind.Left
            : Is("RIGHT") ? JoinKind.Right
            : Is("FULL") ? JoinKind.Full
            : null;
        if (kind is null)
        {
            return null;
        }

        _at++;
        Take("OUTER");
        Expect("JOIN");
        return kind;
    }

    private TableReference Primary()
    {
        var start = Now.At;
        if (Now.Is("LATERAL"))
        {
            throw SqlException.Unsupported(Now.At, "LATERAL", "UNNEST(…) gives the elements of an array or map.");
        }

        if (Take("UNNEST"))
        {
            return Unnested(start);
        }

        if (Is("TABLE") && Ahead(1).Is("("))
        {
            _at += 2;
            var window = Window(start);
            Expect(")");
            return window with { Alias = Alias() };
        }

        if (WindowFunctions.Contains(Now.Value, StringComparer.OrdinalIgnoreCase) && Ahead(1).Is("("))
        {
            return Window(start) is var window ? window with { Alias = Alias() } : throw Unexpected();
        }

        if (Take("("))
        {
            var query = Query();
            Expect(")");
            var alias = Alias();
            return new DerivedTable(From(start), query, alias, alias is null ? [] : NamesOfColumns());
        }

        var path = Path(Expected.Table);
        var at = From(start);
        var asOf = Take("FOR", "SYSTEM_TIME", "AS", "OF") ? Expression() : null;
        return new NamedTable(at, path, Alias()) { AsOf = asOf };
    }

    private UnnestTable Unnested(Place start)
    {
        Expect("(");
        var of = Expression();
        Expect(")");
        var isNumbered = Take("WITH", "ORDINALITY");
        var alias = Alias();
        return new(From(start), of, isNumbered, alias, alias is null ? [] : NamesOfColumns());
    }

    private ImmutableArray<string> NamesOfColumns() => Now.Is("(") ? InParentheses(Name) : [];

    private string? Alias() => Take("AS") || IsAlias() ? Name() : null;
}
