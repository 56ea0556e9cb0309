using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

internal static partial class Arithmetic
{
    private static SqlType Type(string sign, SqlType a, SqlType b)
    {
        if (!a.IsExact || !b.IsExact || (a.IsInteger && b.IsInteger))
        {
            return sign == "%" && a.IsInteger && b.IsInteger ? b.NotNull : CommonType.Number(a, b);
        }

        var (p1, s1, p2, s2) = (a.Digits, a.Scale, b.Digits, b.Scale);
        var scale = sign switch
        {
            "*" => s1 + s2,
            "/" => Math.Max(6, s1 + p2 + 1),
            _ => Math.Max(s1, s2),
        };
        var precision = sign switch
        {
            "*" => p1 + p2,
            "/" => p1 - s1 + s2 + scale,
            "%" => Math.Min(p1 - s1, p2 - s2) + scale,
            _ => Math.Max(p1 - s1, p2 - s2) + scale + 1,
        };
        if (precision <= SqlType.MostDigits)
        {
            return SqlType.Decimal(precision, scale);
        }

        var whole = precision - scale;
        return SqlType.Decimal(SqlType.MostDigits, Math.Max(SqlType.MostDigits - whole, Math.Min(scale, 6)));
    }
}
