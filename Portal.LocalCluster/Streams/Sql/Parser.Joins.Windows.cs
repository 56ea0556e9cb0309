using System.Collections.Immutable;

namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
    /// <summary>TUMBLE(TABLE t, DESCRIPTOR(c), INTERVAL …), by position or by name (DATA =&gt; …).</summary>
    private WindowTable Window(Place start)
    {
        var function = Next().Value.ToUpperInvariant();
        if (!WindowFunctions.Contains(function))
        {
            throw SqlException.Unsupported(
                start,
                $"The table function {function}",
                "There are TUMBLE, HOP, CUMULATE and SESSION."
            );
        }

        Expect("(");
        Named();
        Expect("TABLE");
        var place = Now.At;
        var isQuery = Now.Is("(");
        TableReference of = isQuery
            ? new DerivedTable(place, Term(), null, [])
            : new NamedTable(place, Path(Expected.Table), null);
        ImmutableArray<string> partition = Take("PARTITION", "BY") ? Partition() : [];
        Expect(",");
        Named();
        Expect("DESCRIPTOR");
        var time = InParentheses(Name)[0];
        var intervals = ImmutableArray.CreateBuilder<Expression>();
        while (Take(","))
        {
            Named();
            intervals.Add(Expression());
        }

        Expect(")");
        return new(From(start), function, of, time, partition, intervals.ToImmutable(), null);
    }

    /// <summary>Its columns, with or without parentheses; the comma behind them belongs to the function.</summary>
    private ImmutableArray<string> Partition()
    {
        if (Now.Is("("))
        {
            return InParentheses(Name);
        }

        var columns = ImmutableArray.Create(Name());
        while (Now.Is(",") && !Ahead(1).Is("DESCRIPTOR") && !Ahead(2).Is("=>"))
        {
            _at++;
            columns = columns.Add(Name());
        }

        return columns;
    }

    private void Named()
    {
        if (Ahead(1).Is("=>"))
        {
            _at += 2;
        }
    }
}
