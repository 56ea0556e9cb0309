using System.Collections.Immutable;
using System.Globalization;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
    private CaseExpression Case()
    {
        var start = Next().At;
        var operand = Now.Is("WHEN") ? null : Expression();
        var cases = ImmutableArray.CreateBuilder<(Expression, Expression)>();
        while (Take("WHEN"))
        {
            var when = Expression();
            Expect("THEN");
            var then = Expression();
            cases.Add((operand is null ? when : new BinaryExpression(when.At, "=", operand, when), then));
        }

        var otherwise = Take("ELSE") ? Expression() : null;
        Expect("END");
        return new(From(start), cases.ToImmutable(), otherwise);
    }

    private CastExpression Cast()
    {
        var isTry = Next().Is("TRY_CAST");
        var start = Before.At;
        Expect("(");
        var of = Expression();
        Expect("AS");
        var type = Type();
        Expect(")");
        return new(From(start), of, type, isTry);
    }

    private ConstructorExpression Collection()
    {
        var kind = Next().Value.ToUpperInvariant();
        var start = Before.At;
        var closing = Next().Is("[") ? "]" : ")";
        var items = List(Expression);
        Expect(closing);
        return new(From(start), kind, items);
    }
}
