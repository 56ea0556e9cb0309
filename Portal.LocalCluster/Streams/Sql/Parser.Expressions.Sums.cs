using System.Collections.Immutable;

namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
    private Expression Sum() => Chain(Product, "+", "-", "||");

    private Expression Product() => Chain(Unary, "*", "/", "%");

    private Expression Unary()
    {
        var start = Now.At;
        if (Now.Is("-") || Now.Is("+"))
        {
            var sign = Next().Value;
            var of = Deeper(Unary);
            return new UnaryExpression(From(start), sign, of);
        }

        var value = Value();
        for (var links = 0; Now.Is("[") || (Now.Is(".") && Ahead(1).IsName); links++)
        {
            Link(links);
            if (Take("["))
            {
                var index = Expression();
                Expect("]");
                value = new IndexExpression(From(start), value, index);
            }
            else
            {
                _at++;
                var field = Next().Value;
                value = new FieldExpression(From(start), value, field);
            }
        }

        return value;
    }
}
