using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>ARRAY[…], MAP[…] and ROW(…).</summary>
internal static class Constructing
{
    public static Bound Of(ConstructorExpression made, Bound[] items)
    {
        var text = $"{made.Kind}[{string.Join(", ", items.Select(i => i.Text))}]";
        if (made.Kind == "ROW")
        {
            var row = new SqlType(TypeRoot.Row)
            {
                Items = [.. items.Select(i => i.Type.Materialized)],
                Names = [.. items.Select((_, i) => $"EXPR${i}")],
            };
            return new(row.NotNull, from => Array.ConvertAll(items, i => i.Of(from)), text);
        }

        if (made.Kind == "ARRAY")
        {
            var (type, same) = Same(made, items);
            return new(SqlType.ArrayOf(type).NotNull, from => Array.ConvertAll(same, i => i.Of(from)), text);
        }

        if (items.Length % 2 != 0)
        {
            throw SqlException.At(made.At, "MAP[…] takes keys and values in turn");
        }

        var (keyType, keys) = Same(made, [.. items.Where((_, i) => i % 2 == 0)]);
        var (valueType, values) = Same(made, [.. items.Where((_, i) => i % 2 == 1)]);
        return new(
            SqlType.MapOf(keyType, valueType).NotNull,
            from => new SqlMap(
                keys.Select(
                    (key, i) =>
                        KeyValuePair.Create(
                            key.Of(from) ?? throw new SqlDataException("A map's key is NULL."),
                            values[i].Of(from)
                        )
                )
            ),
            text
        );
    }

    private static (SqlType, Bound[]) Same(ConstructorExpression made, Bound[] items)
    {
        var type =
            CommonType.Of([.. items.Select(i => i.Type)])
            ?? throw SqlException.At(made.At, $"Parameters of {made.Kind} must be of the same type");
        return (type, Array.ConvertAll(items, i => Coercion.To(i, type)));
    }
}
