using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

internal static partial class NumberFunctions
{
    private static Bound? Round(CallSite site) => Cut(site, MidpointRounding.AwayFromZero);

    private static Bound? Cut(CallSite site, MidpointRounding rounding)
    {
        if (!site.Takes(Is.Number) && !site.Takes(Is.Number, Is.Whole))
        {
            return null;
        }

        var type = site.Arguments[0].Type;
        var places = site.Arguments.Length == 1 ? 0 : site.Arguments[1].Constant?.Value as long?;
        if (type.Root == TypeRoot.Decimal && places is { } kept)
        {
            var scale = (int)Math.Clamp(kept, 0, type.Scale);
            var carry = rounding == MidpointRounding.AwayFromZero ? 1 : 0;
            type = SqlType.Decimal(type.Length - type.Scale + scale + carry, scale);
        }

        return site.Strict(type.Materialized, a => Cut(a[0], a.Length > 1 ? (long)a[1] : 0, rounding, type));
    }

    private static object? Cut(object value, long places, MidpointRounding rounding, SqlType type)
    {
        decimal At(decimal number)
        {
            if (places >= 0)
            {
                return Math.Round(number, (int)Math.Min(places, 28), rounding);
            }

            var step = (decimal)Math.Pow(10, Math.Min(-places, 28));
            return Math.Round(number / step, rounding) * step;
        }

        // From 1e20 on there are no digits behind the point, and a type with 18 of them has no room before it.
        decimal Exact(double number) =>
            (decimal)Casting.Number(value, SqlType.Decimal(SqlType.MostDigits, Math.Abs(number) < 1e20 ? 18 : 0))!;

        if (value is double.NaN or double.PositiveInfinity or double.NegativeInfinity)
        {
            throw new SqlDataException("Infinite or NaN can't be rounded.");
        }

        return value switch
        {
            decimal number => Casting.Fit(At(number), type),
            double number => Math.Abs(number) < 7e27 ? (double)At(Exact(number)) : number,
            float number => Math.Abs(number) < 7e27f ? (float)At(Exact(number)) : number,
            long number => Casting.Wrap((long)At(number), type.Root),
            _ => null,
        };
    }

    private static Bound? Most(CallSite site, int sign)
    {
        if (site.Arguments.Length < 1 || CommonType.Of([.. site.Arguments.Select(a => a.Type)]) is not { } type)
        {
            return null;
        }

        var same = site with { Arguments = Array.ConvertAll(site.Arguments, a => Coercion.To(a, type)) };
        return same.Strict(
            type,
            a => a.Aggregate((one, other) => Values.Compare(one, other) * sign >= 0 ? one : other)
        );
    }
}
