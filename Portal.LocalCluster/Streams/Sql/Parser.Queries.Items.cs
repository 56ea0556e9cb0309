using System.Collections.Immutable;

namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
    private Expression Grouping() =>
        Now.Is("CUBE") || Now.Is("ROLLUP") || Sees("GROUPING", "SETS")
            ? throw SqlException.Unsupported(
                Now.At,
                Now.Value.ToUpperInvariant(),
                "Group in several queries and UNION ALL them."
            )
            : Expression();

    private SelectItem Item()
    {
        if (Is("*"))
        {
            return new(new StarExpression(Next().At, null), null);
        }

        if (Now.IsName && Ahead(1).Is(".") && Ahead(2).Is("*"))
        {
            var of = Next();
            _at++;
            return new(new StarExpression(of.At.To(Next().At), of.Value), null);
        }

        var expression = Expression();
        var alias = Take("AS") || IsAlias() ? Name() : null;
        return new(expression, alias);
    }

    private bool IsAlias() =>
        Now.Kind == TokenKind.Quoted
        || (
            Now.Kind == TokenKind.Word
            && !Keywords.IsReserved(Now.Value)
            && !AfterTable.Contains(Now.Value, StringComparer.OrdinalIgnoreCase)
        );
}
