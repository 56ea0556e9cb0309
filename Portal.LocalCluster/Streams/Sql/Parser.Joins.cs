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
            Now.Is("LEFT") ? JoinKind.Left
            : Now.Is("RIGHT") ? JoinKind.Right
            : Now.Is("FULL") ? JoinKind.Full
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
        if (Now.Is("LATERAL") || Now.Is("UNNEST"))
        {
            throw SqlException.Unsupported(
                Now.At,
                Now.Value.ToUpperInvariant(),
                "Take single elements of an array by their index."
            );
        }

        if (Now.Is("TABLE") && Ahead(1).Is("("))
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
            var columns = alias is not null && Now.Is("(") ? InParentheses(Name) : [];
            return new DerivedTable(From(start), query, alias, columns);
        }

        var path = Path();
        var at = From(start);
        var asOf = Take("FOR", "SYSTEM_TIME", "AS", "OF") ? Expression() : null;
        return new NamedTable(at, path, Alias()) { AsOf = asOf };
    }

    private string? Alias() => Take("AS") || IsAlias() ? Name() : null;
}
