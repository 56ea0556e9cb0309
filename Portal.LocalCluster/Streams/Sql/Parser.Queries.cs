using System.Collections.Immutable;

namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
    private static readonly string[] AfterTable =
    [
        "WHERE",
        "GROUP",
        "HAVING",
        "JOIN",
        "LEFT",
        "RIGHT",
        "FULL",
        "INNER",
        "CROSS",
        "ON",
        "UNION",
        "ORDER",
        "LIMIT",
        "FOR",
        "END",
        "NATURAL",
        "INTERSECT",
        "EXCEPT",
        "WINDOW",
        "USING",
        "MATCH_RECOGNIZE",
        "TABLESAMPLE",
        "QUALIFY",
        "FETCH",
        "OFFSET",
    ];

    private Query Query() =>
        Deeper(() =>
        {
            var start = Now.At;
            if (Take("WITH"))
            {
                var views = List(() =>
                {
                    var name = Name();
                    Expect("AS", "(");
                    var view = Query();
                    Expect(")");
                    return (name, view);
                });
                var body = Query();
                return new WithQuery(From(start), views, body);
            }

            var query = Term();
            while (Take("UNION"))
            {
                LinkTable();
                var isAll = Take("ALL");
                Take("DISTINCT");
                var right = Term();
                query = new UnionQuery(From(start), query, right, isAll);
            }

            RefuseRest();
            return query;
        });

    /// <summary>What may follow a query in Flink, and doesn't here.</summary>
    private void RefuseRest()
    {
        if (Now.Is("ORDER") || Now.Is("LIMIT") || Now.Is("FETCH") || Now.Is("OFFSET"))
        {
            throw SqlException.Unsupported(
                Now.At,
                $"{Now.Value.ToUpperInvariant()} of a whole query",
                "A stream has no end to sort: for the first N of a group use ROW_NUMBER() OVER (PARTITION BY … ORDER BY …) and WHERE on it."
            );
        }

        if (Now.Is("INTERSECT") || Now.Is("EXCEPT") || Now.Is("MINUS"))
        {
            throw SqlException.Unsupported(Now.At, Now.Value.ToUpperInvariant(), "Write it as a join.");
        }
    }

    private Query Term()
    {
        var start = Now.At;
        if (Take("("))
        {
            var inner = Query();
            Expect(")");
            return inner;
        }

        if (Take("VALUES"))
        {
            var rows = List(() => Now.Is("(") ? InParentheses(Expression) : [Expression()]);
            return new ValuesQuery(From(start), rows);
        }

        return Select();
    }

    private SelectQuery Select()
    {
        var start = Now.At;
        Expect("SELECT");
        var isDistinct = Take("DISTINCT");
        Take("ALL");
        var items = List(Item);
        var from = Take("FROM") ? Tables() : null;
        var where = Take("WHERE") ? Expression() : null;
        ImmutableArray<Expression>? groupBy = Take("GROUP", "BY") ? List(Grouping) : null;
        var having = Take("HAVING") ? Expression() : null;
        var windows = Take("WINDOW") ? Windows() : ImmutableDictionary<string, OverClause>.Empty;
        if (Now.Is("QUALIFY"))
        {
            throw SqlException.Unsupported(Now.At, "The QUALIFY clause", "Write the condition around the query.");
        }

        return new(From(start), items, from)
        {
            IsDistinct = isDistinct,
            Where = where,
            GroupBy = groupBy,
            Having = having,
            Windows = windows,
        };
    }
}
