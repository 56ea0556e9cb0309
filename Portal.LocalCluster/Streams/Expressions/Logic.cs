using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>Three-valued logic: null is unknown.</summary>
internal static class Logic
{
    public static Bound Not(Bound of) =>
        Bound.Of1(SqlType.Boolean.NotNull, $"NOT({of.Text})", of, value => !(bool)value);

    public static Bound And(Bound left, Bound right) =>
        new(
            Type(left, right),
            row =>
            {
                var one = left.Of(row);
                if (one is false)
                {
                    return false;
                }

                var other = right.Of(row);
                return other is false ? false
                    : one is null || other is null ? null
                    : true;
            },
            $"({left.Text} AND {right.Text})"
        );

    public static Bound Or(Bound left, Bound right) =>
        new(
            Type(left, right),
            row =>
            {
                var one = left.Of(row);
                if (one is true)
                {
                    return true;
                }

                var other = right.Of(row);
                return other is true ? true
                    : one is null || other is null ? null
                    : false;
            },
            $"({left.Text} OR {right.Text})"
        );

    public static Bound Is(string what, Bound of) =>
        new(
            SqlType.Boolean.NotNull,
            what switch
            {
                "TRUE" => row => of.Of(row) is true,
                "FALSE" => row => of.Of(row) is false,
                _ => row => of.Of(row) is null,
            },
            $"{of.Text} IS {what}"
        );

    private static SqlType Type(Bound left, Bound right) =>
        left.Type.IsNullable || right.Type.IsNullable ? SqlType.Boolean : SqlType.Boolean.NotNull;
}
