using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

/// <summary>The aggregates of a query: found, bound and given their state.</summary>
internal static class Aggregates
{
    /// <summary>All that an expression has in it.</summary>
    public static IEnumerable<CallExpression> Within(Expression? expression) =>
        expression switch
        {
            CallExpression { Over: null } call when AggregateNames.Has(call.Name) => [call],
            null => [],
            _ => Parts(expression).SelectMany(Within),
        };

    /// <summary>The expression and all that it is made of.</summary>
    public static IEnumerable<Expression> All(Expression expression) =>
        Parts(expression).SelectMany(All).Prepend(expression);

    /// <param name="isUpdating">Rows may be withdrawn.</param>
    /// <param name="isOver">It is computed OVER rows.</param>
    public static Aggregate Bind(CallExpression call, Binder binder, bool isUpdating, bool isOver = false)
    {
        var arguments = call.Arguments.Select(binder.Bind).ToArray();
        if (
            arguments.Length > 1 && call.Name != "LISTAGG"
            || arguments.Length == 0 && call is not { Name: "COUNT", IsStar: true }
        )
        {
            throw SqlException.At(call.At, $"Invalid number of arguments to function '{call.Name}'");
        }

        var of = arguments.FirstOrDefault();
        var filter = call.Filter is { } when ? binder.Truth(when) : null;
        var type = TypeOf(call, of?.Type ?? SqlType.BigInt);
        var between = arguments.Length > 1 ? arguments[1].Constant?.Value as string ?? "," : ",";
        var make = Make(call, type, isUpdating || call.IsDistinct, isOver, between);
        var text =
            $"{call.Name}({(call.IsDistinct ? "DISTINCT " : "")}{(arguments.Length > 0 ? string.Join(", ", arguments.Select(a => a.Text)) : "*")}){(filter is null ? "" : $" FILTER {filter.Text}")}";
        return new(of?.Of, filter?.Of, type, call.IsDistinct ? () => new DistinctOf(make()) : make, text);
    }

    private static Func<Accumulator> Make(
        CallExpression call,
        SqlType type,
        bool keepsAll,
        bool isOver,
        string between
    ) =>
        call.Name switch
        {
            "COUNT" => () => new CountOf(),
            "SUM" => () => new SumOf(type, isAverage: false),
            "AVG" => () => new SumOf(type, isAverage: true, wraps: isOver),
            "MIN" => () => new ExtremeOf(-1, keepsAll),
            "MAX" => () => new ExtremeOf(1, keepsAll),
            "FIRST_VALUE" when !keepsAll => () => new EndOf(isLast: false),
            "LAST_VALUE" when !keepsAll => () => new EndOf(isLast: true),
            "FIRST_VALUE" => () => new ListOf(values => values[0]),
            "LAST_VALUE" => () => new ListOf(values => values[^1]),
            "LISTAGG" => () => new ListOf(values => string.Join(between, values.Cast<string>())),
            "ARRAY_AGG" => () => new ListOf(values => values.ToArray<object?>()),
            "STDDEV_POP" => () => new VarianceOf(isSample: false, isDeviation: true),
            "STDDEV_SAMP" or "STDDEV" => () => new VarianceOf(isSample: true, isDeviation: true),
            "VAR_POP" => () => new VarianceOf(isSample: false, isDeviation: false),
            "VAR_SAMP" or "VARIANCE" => () => new VarianceOf(isSample: true, isDeviation: false),
            _ => throw SqlException.Unsupported(call.At, call.Name, "ARRAY_AGG and LISTAGG are."),
        };

    private static SqlType TypeOf(CallExpression call, SqlType of)
    {
        of = of.Materialized.Nullable;
        var isNumber =
            call.Name is "SUM" or "AVG"
            || call.Name.StartsWith("STDDEV", StringComparison.Ordinal)
            || call.Name.StartsWith("VAR", StringComparison.Ordinal);
        if (isNumber && !of.IsNumeric || call.Name == "LISTAGG" && !of.IsText)
        {
            throw SqlException.At(call.At, $"Cannot apply '{call.Name}' to arguments of type '{call.Name}(<{of}>)'");
        }

        if (of.Root is TypeRoot.TinyInt or TypeRoot.SmallInt && (call.Name is ['S', 'T', ..] or ['V', ..]))
        {
            throw SqlException.Unsupported(call.At, $"{call.Name} of {of}", "Cast it to DOUBLE.");
        }

        return call.Name switch
        {
            "COUNT" => SqlType.BigInt.NotNull,
            "SUM" when of.Root == TypeRoot.Decimal => SqlType.Decimal(SqlType.MostDigits, of.Scale),
            "AVG" when of.Root == TypeRoot.Decimal => SqlType.Decimal(SqlType.MostDigits, Math.Max(6, of.Scale)),
            "SUM" or "AVG" or "MIN" or "MAX" or "FIRST_VALUE" or "LAST_VALUE" => of,
            "LISTAGG" => SqlType.String,
            "ARRAY_AGG" => SqlType.ArrayOf(of),
            _ => of.IsExact
                ? of.Root == TypeRoot.Decimal
                    ? SqlType.Decimal(SqlType.MostDigits, Math.Max(6, of.Scale))
                    : of
                : of,
        };
    }

    private static IEnumerable<Expression> Parts(Expression expression) =>
        expression switch
        {
            UnaryExpression unary => [unary.Of],
            BinaryExpression binary => [binary.Left, binary.Right],
            CallExpression call => call.Arguments,
            CaseExpression cases => cases
                .Cases.SelectMany(c => new[] { c.When, c.Then })
                .Concat(cases.Else is { } other ? [other] : []),
            CastExpression cast => [cast.Of],
            InExpression list => [list.Of, .. list.List],
            InQueryExpression query => [query.Of],
            IsExpression test => [test.Of],
            IndexExpression index => [index.Of, index.Index],
            FieldExpression field => [field.Of],
            ConstructorExpression made => made.Items,
            _ => [],
        };
}
