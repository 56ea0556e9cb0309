using System.Collections.Immutable;

namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
    /// <summary>A window in parentheses, or the name of one that a WINDOW clause has.</summary>
    private OverClause Over()
    {
        var start = Now.At;
        if (!Now.Is("("))
        {
            return new(start, [], []) { Name = Name() };
        }

        Expect("(");
        var partition = Take("PARTITION", "BY") ? List(Expression) : [];
        var order = Take("ORDER", "BY") ? List(Sorted) : [];
        var frame = Now.Is("ROWS") || Now.Is("RANGE") ? Frame() : null;
        Expect(")");
        return new(From(start), partition, order) { Frame = frame };
    }

    private FrameClause Frame()
    {
        var start = Now.At;
        var isRows = Next().Is("ROWS");
        var isBetween = Take("BETWEEN");
        var preceding = Preceding();
        if (isBetween)
        {
            Expect("AND");
            if (!Take("CURRENT", "ROW"))
            {
                throw SqlException.Unsupported(
                    Now.At,
                    "A frame after OVER that doesn't end with its row",
                    "Write … PRECEDING AND CURRENT ROW."
                );
            }
        }

        return new(From(start), isRows, preceding);
    }

    private Expression? Preceding()
    {
        var start = Now.At;
        var preceding = Take("UNBOUNDED") || Now.Is("CURRENT") ? null : Sum();
        return Take("PRECEDING")
            ? preceding
            : throw SqlException.Unsupported(
                start,
                "A frame after OVER that doesn't begin before its row",
                "Write ROWS or RANGE BETWEEN … PRECEDING AND CURRENT ROW."
            );
    }

    private ImmutableDictionary<string, OverClause> Windows()
    {
        var named = List(() =>
        {
            var name = Name();
            Expect("AS");
            return KeyValuePair.Create(name, Over());
        });
        return named.ToImmutableDictionary(StringComparer.Ordinal);
    }

    private SortItem Sorted()
    {
        var by = Expression();
        var isDescending = Take("DESC");
        Take("ASC");
        return Now.Is("NULLS")
            ? throw SqlException.Unsupported(Now.At, "NULLS FIRST or LAST", "NULL sorts as the lowest value.")
            : new(by, isDescending);
    }
}
