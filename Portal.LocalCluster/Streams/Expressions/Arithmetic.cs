using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>Sums and products. Integers wrap as in Java; a decimal that doesn't fit its type is null; an integer divided by 0 fails.</summary>
internal static partial class Arithmetic
{
    public static Bound Sign(UnaryExpression at, Bound of)
    {
        if (of.Type.Root is not (TypeRoot.Interval or TypeRoot.Months) && !of.Type.IsNumeric)
        {
            throw SqlException.At(
                at.At,
                $"Cannot apply '{at.Operator}' to arguments of type '{at.Operator}<{of.Type}>'"
            );
        }

        if (at.Operator == "+")
        {
            return of;
        }

        object? Negated(object value) =>
            value switch
            {
                long number => Casting.Wrap(unchecked(-number), of.Type.Root),
                double number => -number,
                float number => -number,
                decimal number => -number,
                TimeSpan span => -span,
                _ => null,
            };
        var bound = Bound.Of1(of.Type, $"-({of.Text})", of, Negated);
        return of.Constant is { Value: { } literal } ? bound with { Constant = new(Negated(literal)) } : bound;
    }

    public static Bound Of(BinaryExpression at, Bound left, Bound right)
    {
        if (left.Type.Root == TypeRoot.Null || right.Type.Root == TypeRoot.Null)
        {
            return Bound.Value(null, left.Type.Root == TypeRoot.Null ? right.Type : left.Type);
        }

        return TimeArithmetic.Of(at, left, right)
            ?? (left.Type.IsNumeric && right.Type.IsNumeric ? Numbers(at.Operator, left, right) : null)
            ?? throw SqlException.At(
                at.At,
                $"Cannot apply '{at.Operator}' to arguments of type '<{left.Type.Materialized}> {at.Operator} <{right.Type.Materialized}>'. Supported form(s): '<NUMERIC> {at.Operator} <NUMERIC>'"
            );
    }

    private static Bound Numbers(string sign, Bound left, Bound right)
    {
        var type = Type(sign, left.Type, right.Type);
        var compute = type.Root switch
        {
            TypeRoot.Double or TypeRoot.Float => Floating(sign, type),
            TypeRoot.Decimal => Exact(sign, type),
            _ => Whole(sign, type.Root),
        };
        return new(
            left.Type.IsNullable || right.Type.IsNullable || type.Root == TypeRoot.Decimal
                ? type.Nullable
                : type.NotNull,
            row => left.Of(row) is { } a && right.Of(row) is { } b ? compute(a, b) : null,
            $"({left.Text} {sign} {right.Text})"
        );
    }

    private static Func<object, object, object?> Whole(string sign, TypeRoot root) =>
        sign switch
        {
            "+" => (a, b) => Casting.Wrap(unchecked((long)a + (long)b), root),
            "-" => (a, b) => Casting.Wrap(unchecked((long)a - (long)b), root),
            "*" => (a, b) => Casting.Wrap(unchecked((long)a * (long)b), root),
            "/" => (a, b) => (long)b == -1 ? Casting.Wrap(unchecked(-(long)a), root) : (long)a / Divisor((long)b),
            _ => (a, b) => (long)b == -1 ? 0L : (long)a % Divisor((long)b),
        };

    private static long Divisor(long by) => by != 0 ? by : throw new SqlDataException("Division by zero");

    private static Func<object, object, object?> Floating(string sign, SqlType type)
    {
        static double Number(object value) => (double)Casting.Number(value, SqlType.Double)!;
        Func<double, double, double> compute = sign switch
        {
            "+" => (a, b) => a + b,
            "-" => (a, b) => a - b,
            "*" => (a, b) => a * b,
            "/" => (a, b) => a / b,
            _ => (a, b) => a % b,
        };
        return type.Root == TypeRoot.Float
            ? (a, b) => (float)compute(Number(a), Number(b))
            : (a, b) => compute(Number(a), Number(b));
    }

    private static Func<object, object, object?> Exact(string sign, SqlType type)
    {
        static decimal Number(object value) => value is long whole ? whole : (decimal)value;
        Func<decimal, decimal, decimal> compute = sign switch
        {
            "+" => (a, b) => a + b,
            "-" => (a, b) => a - b,
            "*" => (a, b) => a * b,
            "/" => (a, b) => b == 0 ? throw new SqlDataException("Division by zero") : a / b,
            _ => (a, b) => b == 0 ? throw new SqlDataException("Division by zero") : a % b,
        };
        return (a, b) =>
        {
            try
            {
                return Casting.Fit(compute(Number(a), Number(b)), type);
            }
            catch (OverflowException)
            {
                throw new SqlDataException(
                    $"A DECIMAL of more than 28 digits ({type}) can't be computed by the local cluster's stream runtime."
                );
            }
        };
    }
}
