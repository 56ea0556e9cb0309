using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

/// <summary>LAG(value, offset, default) OVER: what stood so many rows before, as Flink counts them.</summary>
internal static class Lagging
{
    public static Aggregate Bind(CallExpression call, Binder binder)
    {
        if (call.Over is { Frame: { } frame })
        {
            throw SqlException.At(
                frame.At,
                "ROW/RANGE not allowed with RANK, DENSE_RANK or ROW_NUMBER functions, nor with LAG"
            );
        }

        if (call.IsStar || call.IsDistinct || call.Arguments.Length is 0 or > 3)
        {
            throw SqlException.At(call.At, "Invalid number of arguments to function 'LAG'");
        }

        var bound = call.Arguments.Select(binder.Bind).ToArray();
        var of = bound[0];
        var type = of.Type.Materialized;
        var offset = bound.ElementAtOrDefault(1) ?? Bound.Value(1L, SqlType.Int);
        if (!offset.Type.IsInteger)
        {
            throw SqlException.At(call.At, $"Cannot apply 'LAG' to arguments of type 'LAG(<{type}>, <{offset.Type}>)'");
        }

        if (offset.Constant is { Value: < 0L })
        {
            throw SqlException.At(call.At, $"Offset({offset.Constant.Value}) should be positive");
        }

        var missing = bound.ElementAtOrDefault(2) ?? Bound.Value(null, type.Nullable);
        if (!IsAlike(missing.Type, type))
        {
            throw SqlException.At(
                call.At,
                $"Please explicitly cast default value {missing.Type} to {(missing.Type.IsNullable ? type.Nullable : type.NotNull)}"
            );
        }

        return new(
            row => new LagOf.Step(of.Of(row), (long?)offset.Of(row) ?? 0, missing.Of(row)),
            Filter: null,
            missing.Type.IsNullable ? type.Nullable : type,
            () => new LagOf(),
            $"LAG({string.Join(", ", bound.Select(b => b.Text))})"
        );
    }

    private static bool IsAlike(SqlType missing, SqlType wanted) =>
        missing.Root == TypeRoot.Null
        || (missing.IsText && wanted.IsText)
        || (missing.Root == wanted.Root && (missing.Length, missing.Scale) == (wanted.Length, wanted.Scale));
}
