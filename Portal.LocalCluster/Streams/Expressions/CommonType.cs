using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>The type that several values have together: of CASE, COALESCE, UNION, VALUES.</summary>
internal static class CommonType
{
    /// <summary>Null when there is none.</summary>
    public static SqlType? Of(IReadOnlyList<SqlType> types)
    {
        SqlType? common = types[0];
        for (var i = 1; i < types.Count && common is not null; i++)
        {
            common = Of(common, types[i]);
        }

        return common;
    }

    public static SqlType? Of(SqlType one, SqlType other)
    {
        var type = NotNull(one.Materialized, other.Materialized);
        return type is not null && (one.IsNullable || other.IsNullable) ? type.Nullable : type?.NotNull;
    }

    private static SqlType? NotNull(SqlType one, SqlType other) =>
        (one, other) switch
        {
            ({ Root: TypeRoot.Null }, _) => other,
            (_, { Root: TypeRoot.Null }) => one,
            _ when one.IsText && other.IsText => one.Root == other.Root && one.Length == other.Length
                ? one
                : new SqlType(TypeRoot.String, Math.Max(one.Length, other.Length)),
            _ when one.IsNumeric && other.IsNumeric => Number(one, other),
            _ when one.IsTimestamp && other.IsTimestamp => one.Root == other.Root
                ? one with
                {
                    Length = Math.Max(one.Length, other.Length),
                }
                : SqlType.Instant(Math.Max(one.Length, other.Length)),
            ({ Root: TypeRoot.Date }, { IsTimestamp: true }) => other,
            ({ IsTimestamp: true }, { Root: TypeRoot.Date }) => one,
            _ when one.Root == other.Root && one.Root == TypeRoot.Bytes => one.Length >= other.Length ? one : other,
            _ when one.Root == other.Root && one.Items.Length == other.Items.Length => Inside(one, other),
            _ => null,
        };

    private static SqlType? Inside(SqlType one, SqlType other)
    {
        var items = one.Items.Zip(other.Items).Select(pair => Of(pair.First, pair.Second)).ToList();
        return items.TrueForAll(item => item is not null) ? one with { Items = [.. items.OfType<SqlType>()] } : null;
    }

    public static SqlType Number(SqlType one, SqlType other)
    {
        if (one.Root == other.Root && one.Root != TypeRoot.Decimal)
        {
            return one;
        }

        if (one.IsExact && other.IsExact)
        {
            if (one.IsInteger && other.IsInteger)
            {
                return one.Root > other.Root ? one : other;
            }

            var scale = Math.Max(one.Scale, other.Scale);
            return SqlType.Decimal(Math.Max(one.Digits - one.Scale, other.Digits - other.Scale) + scale, scale);
        }

        if (!one.IsExact && !other.IsExact)
        {
            return one; // As in Flink, the first, even if it is the less exact one.
        }

        return
            one.Root == TypeRoot.Double
            || other.Root == TypeRoot.Double
            || one.Root == TypeRoot.Decimal
            || other.Root == TypeRoot.Decimal
            ? SqlType.Double
            : new SqlType(TypeRoot.Float);
    }
}

/// <summary>Values brought to a type that was found to be theirs in common.</summary>
internal static class Coercion
{
    public static Bound To(Bound of, SqlType type)
    {
        if (of.Type.Root == TypeRoot.Null)
        {
            return new(type.Nullable, _ => null, of.Text) { Constant = of.Constant };
        }

        var same = of.Type.Root == type.Root && of.Type.Length == type.Length && of.Type.Scale == type.Scale;
        if (
            (same && of.Type.Items.SequenceEqual(type.Items))
            || (of.Type.IsInteger && type.IsInteger)
            || (of.Type.IsText && type is { IsText: true, Root: TypeRoot.String })
        )
        {
            return of with { Type = of.Type.IsNullable ? type.Nullable : type.NotNull };
        }

        var cast = Casting.Between(of.Type, type) ?? throw new InvalidOperationException($"{of.Type} to {type}");
        return Bound.Of1(type.NotNull, $"CAST({of.Text} AS {type})", of, cast);
    }
}
