using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>Comparisons: unknown when a side is null.</summary>
internal static class Comparing
{
    public static Bound Of(BinaryExpression at, Bound left, Bound right)
    {
        (left, right) =
            Together(left, right)
            ?? throw SqlException.At(
                at.At,
                $"Cannot apply '{at.Operator}' to arguments of type '<{left.Type.Materialized}> {at.Operator} <{right.Type.Materialized}>'. Cast one of them to the type of the other"
            );
        Func<object, object, bool> holds = at.Operator switch
        {
            "=" => AreEqual,
            "<>" => (a, b) => !AreEqual(a, b),
            "<" => (a, b) => IsOrdered(a, b) && Values.Compare(a, b) < 0,
            "<=" => (a, b) => IsOrdered(a, b) && Values.Compare(a, b) <= 0,
            ">" => (a, b) => IsOrdered(a, b) && Values.Compare(a, b) > 0,
            _ => (a, b) => IsOrdered(a, b) && Values.Compare(a, b) >= 0,
        };
        return new(
            left.Type.IsNullable || right.Type.IsNullable ? SqlType.Boolean : SqlType.Boolean.NotNull,
            row => left.Of(row) is { } a && right.Of(row) is { } b ? holds(a, b) : null,
            $"({left.Text} {at.Operator} {right.Text})"
        );
    }

    /// <summary>Both as one type; null when they have none.</summary>
    public static (Bound Left, Bound Right)? Together(Bound left, Bound right)
    {
        (left, right) = (FromText(left, right.Type), FromText(right, left.Type));
        return CommonType.Of(left.Type, right.Type) is { } type
            ? (Coercion.To(left, type), Coercion.To(right, type))
            : null;
    }

    private static bool AreEqual(object a, object b) =>
        a is double x && b is double y ? x == y
        : a is float f && b is float g ? f == g
        : Values.AreSame(a, b);

    private static bool IsOrdered(object a, object b) =>
        !(a is double.NaN || b is double.NaN || a is float.NaN || b is float.NaN);

    /// <summary>A date or a time may be written as text beside one.</summary>
    private static Bound FromText(Bound of, SqlType other) =>
        of.Type.IsText && (other.IsTimestamp || other.Root is TypeRoot.Date or TypeRoot.Time)
            ? Coercion.To(of, other.Materialized)
            : of;
}
