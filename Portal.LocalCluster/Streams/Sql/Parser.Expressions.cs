using System.Collections.Immutable;

namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
    private static readonly string[] Comparisons = ["=", "<>", "!=", "<", "<=", ">", ">="];

    private Expression Or() => Chain(And, "OR");

    private Expression And() => Chain(Not, "AND");

    private Expression Chain(Func<Expression> operand, params ReadOnlySpan<string> operators)
    {
        var left = operand();
        for (var links = 0; ; links++)
        {
            Link(links);
            var word = "";
            foreach (var each in operators)
            {
                word = Take(each) ? each : word;
                if (word.Length > 0)
                {
                    break;
                }
            }

            if (word.Length == 0)
            {
                return left;
            }

            var right = operand();
            left = new BinaryExpression(From(left.At), word, left, right);
        }
    }

    private Expression Not()
    {
        var start = Now.At;
        if (!Take("NOT"))
        {
            return Comparison();
        }

        var of = Deeper(Not);
        return new UnaryExpression(From(start), "NOT", of);
    }

    private Expression Comparison()
    {
        var left = Sum();
        for (var links = 0; ; links++)
        {
            Link(links);
            if (Array.Find(Comparisons, Is) is { } sign)
            {
                _at++;
                var right = Sum();
                left = new BinaryExpression(From(left.At), sign == "!=" ? "<>" : sign, left, right);
            }
            else if (Take("IS"))
            {
                left = Is(left);
            }
            else
            {
                var isNot =
                    Is("NOT")
                    && (Ahead(1).Is("IN") || Ahead(1).Is("LIKE") || Ahead(1).Is("BETWEEN") || Ahead(1).Is("SIMILAR"));
                _at += isNot ? 1 : 0;
                if (Test(left) is not { } test)
                {
                    return left;
                }

                left = isNot ? new UnaryExpression(test.At, "NOT", test) : test;
            }
        }
    }

    /// <summary>IN, LIKE, BETWEEN; null when none of them follows.</summary>
    private Expression? Test(Expression left)
    {
        if (Take("BETWEEN"))
        {
            Take("ASYMMETRIC");
            var low = Sum();
            Expect("AND");
            var high = Sum();
            var at = From(left.At);
            return new BinaryExpression(
                at,
                "AND",
                new BinaryExpression(at, ">=", left, low),
                new BinaryExpression(at, "<=", left, high)
            );
        }

        if (Take("IN"))
        {
            if (Now.Is("(") && (Ahead(1).Is("SELECT") || Ahead(1).Is("WITH")))
            {
                Expect("(");
                var query = Query();
                Expect(")");
                return new InQueryExpression(From(left.At), left, query);
            }

            var list = InParentheses(Expression);
            if (list.Length > MostLinks)
            {
                throw TooMany(MostLinks, "values after IN", Before.At);
            }

            return new InExpression(From(left.At), left, list);
        }

        if (Take("LIKE"))
        {
            var pattern = Sum();
            ImmutableArray<Expression> arguments = Take("ESCAPE") ? [left, pattern, Sum()] : [left, pattern];
            return new CallExpression(From(left.At), "LIKE", arguments);
        }

        return Take("SIMILAR", "TO") ? new CallExpression(left.At, "SIMILAR TO", [left, Sum()]) : null;
    }
}
