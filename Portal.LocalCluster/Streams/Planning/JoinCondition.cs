using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

/// <summary>What stands after ON, taken apart: what must be equal, how near in time, and the rest.</summary>
internal sealed class JoinCondition
{
    public List<(Bound Left, Bound Right)> Keys { get; } = [];

    /// <summary>The keys in words, which a snapshot's layout keeps.</summary>
    public string KeyText => string.Join(", ", Keys.Select(k => $"{k.Left.Text} = {k.Right.Text}"));

    /// <summary>Both sides, kept by their keys.</summary>
    public (JoinSide Left, JoinSide Right) KeptSides(StateLifetime lifetime) =>
        (new([.. Keys.Select(k => k.Left.Of)], lifetime), new([.. Keys.Select(k => k.Right.Of)], lifetime));

    /// <summary>All of it, of the joined row; null: there is none.</summary>
    public Bound? Whole { get; private init; }

    /// <summary>The columns of the times that are compared, and how far they may be apart; null: not bounded on both sides.</summary>
    public (int Left, int Right, TimeBounds Bounds)? Times { get; private set; }

    public static JoinCondition Of(
        IEnumerable<Expression> conjuncts,
        Expression? whole,
        (Scope Left, Scope Right) scopes,
        TimeProvider time
    )
    {
        var both = scopes.Left.With(scopes.Right);
        var condition = new JoinCondition { Whole = whole is null ? null : new Binder(both, time).Truth(whole) };
        long? least = null;
        long? most = null;
        (int Left, int Right)? columns = null;
        foreach (var part in conjuncts.OfType<BinaryExpression>())
        {
            if (TimeBound(part, both, scopes.Left.Columns.Length, time) is var (left, right, sign, apart))
            {
                columns = (left, right);
                least = sign is ">=" or ">" or "="
                    ? Math.Max(least ?? long.MinValue, apart + (sign == ">" ? 1 : 0))
                    : least;
                most = sign is "<=" or "<" or "="
                    ? Math.Min(most ?? long.MaxValue, apart - (sign == "<" ? 1 : 0))
                    : most;
            }
            else if (part.Operator == "=" && Sides(part, scopes, time) is { } pair)
            {
                condition.Keys.Add(pair);
            }
        }

        condition.Times =
            columns is var (l, r) && least is { } from && most is { } to ? (l, r, new TimeBounds(from, to)) : null;
        return condition;
    }

    private static (Bound, Bound)? Sides(BinaryExpression equal, (Scope Left, Scope Right) scopes, TimeProvider time)
    {
        var pair =
            Try(equal.Left, scopes.Left, time) is { } a && Try(equal.Right, scopes.Right, time) is { } b ? (a, b)
            : Try(equal.Right, scopes.Left, time) is { } c && Try(equal.Left, scopes.Right, time) is { } d ? (c, d)
            : default((Bound Left, Bound Right)?);
        return pair is var (left, right) ? Comparing.Together(left, right) : null;
    }

    private static Bound? Try(Expression expression, Scope scope, TimeProvider time)
    {
        try
        {
            return Aggregates.All(expression).Any(e => e is NameExpression)
                ? new Binder(scope, time).Bind(expression)
                : null;
        }
        catch (SqlException)
        {
            return null; // It names columns of the other side.
        }
    }

    /// <summary>left time − right time, compared with a number of milliseconds.</summary>
    private static (int Left, int Right, string Sign, long Apart)? TimeBound(
        BinaryExpression part,
        Scope both,
        int width,
        TimeProvider time
    )
    {
        if (
            part.Operator is not ("<" or "<=" or ">" or ">=" or "=")
            || Moved(part.Left, both, time) is not var (one, first)
            || Moved(part.Right, both, time) is not var (other, second)
        )
        {
            return null;
        }

        return (one < width, other < width) switch
        {
            (true, false) => (one, other - width, part.Operator, second - first),
            (false, true) => (other, one - width, Turned(part.Operator), first - second),
            _ => null,
        };
    }

    private static string Turned(string sign) =>
        sign.Contains('<', StringComparison.Ordinal) ? sign.Replace('<', '>') : sign.Replace('>', '<');

    /// <summary>A time that carries the watermark, with an interval added or not.</summary>
    private static (int Column, long Ms)? Moved(Expression expression, Scope both, TimeProvider time)
    {
        var (of, by) = expression is BinaryExpression { Operator: "+" or "-" } sum
            ? (sum.Left, sum)
            : (expression, null);
        if (of is not NameExpression name || both.Find(name) is not { Column: { } column, Type.IsRowtime: true })
        {
            return null;
        }

        return by is null ? (column, 0)
            : new Binder(Scope.Empty, time, Literal).Bind(by.Right) is { Constant.Value: TimeSpan span }
                ? (column, (long)span.TotalMilliseconds * (by.Operator == "-" ? -1 : 1))
            : null;
    }

    private static Bound? Literal(Expression expression) =>
        expression is LiteralExpression ? null : Bound.Value(null, SqlType.Null);
}
