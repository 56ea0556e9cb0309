using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>Functions of numbers.</summary>
internal static partial class NumberFunctions
{
    public static readonly IReadOnlyList<KeyValuePair<string, Func<CallSite, Bound?>>> All =
    [
        Of("SQRT", Math.Sqrt),
        Of("EXP", Math.Exp),
        Of("LN", Math.Log),
        Of("LOG10", Math.Log10),
        Of("LOG2", x => Math.Log(x) / Math.Log(2)),
        Of("SIN", Math.Sin),
        Of("COS", Math.Cos),
        Of("TAN", Math.Tan),
        Of("ASIN", Math.Asin),
        Of("ACOS", Math.Acos),
        Of("ATAN", Math.Atan),
        Of("SINH", Math.Sinh),
        Of("COSH", Math.Cosh),
        Of("TANH", Math.Tanh),
        Of("RADIANS", x => x * 0.017453292519943295),
        Of("DEGREES", x => x * 57.29577951308232),
        new("BIN", s => s.Takes(Is.Whole) ? s.Strict(SqlType.String, a => Convert.ToString((long)a[0], 2)) : null),
        new("POWER", Power),
        new("ABS", s => s.Takes(Is.Number) ? s.Strict(s.Arguments[0].Type, a => Abs(a[0], s.Arguments[0].Type)) : null),
        new("MOD", s => s.Takes(Is.Whole, Is.Whole) ? s.Strict(s.Arguments[1].Type, Mod) : null),
        new("SIGN", s => s.Takes(Is.Number) ? s.Strict(s.Arguments[0].Type, Sign) : null),
        new("CEIL", s => s.Takes(Is.Number) ? Whole(s, Math.Ceiling, Math.Ceiling) : null),
        new("CEILING", s => s.Takes(Is.Number) ? Whole(s, Math.Ceiling, Math.Ceiling) : null),
        new("FLOOR", s => s.Takes(Is.Number) ? Whole(s, Math.Floor, Math.Floor) : null),
        new("ROUND", Round),
        new("TRUNCATE", s => Cut(s, MidpointRounding.ToZero)),
        new("GREATEST", s => Most(s, 1)),
        new("LEAST", s => Most(s, -1)),
    ];

    private static KeyValuePair<string, Func<CallSite, Bound?>> Of(string name, Func<double, double> compute) =>
        new(name, s => s.Takes(Is.Number) ? s.Strict(SqlType.Double, a => compute(Number(a[0]))) : null);

    private static double Number(object value) => (double)Casting.Number(value, SqlType.Double)!;

    private static Bound? Power(CallSite site) =>
        site.Takes(Is.Number, Is.Number)
            ? site.Strict(SqlType.Double, a => Math.Pow(Number(a[0]), Number(a[1])))
            : null;

    private static object? Abs(object value, SqlType type) =>
        value switch
        {
            long number => Casting.Wrap(number < 0 ? unchecked(-number) : number, type.Root),
            double number => Math.Abs(number),
            float number => Math.Abs(number),
            decimal number => Math.Abs(number),
            _ => null,
        };

    private static object Mod(object[] a) =>
        (long)a[1] switch
        {
            0 => throw new SqlDataException("Division by zero"),
            -1 => 0L,
            var by => (long)a[0] % by,
        };

    private static object? Sign(object[] a) =>
        a[0] switch
        {
            long number => (long)Math.Sign(number),
            decimal number => (decimal)Math.Sign(number),
            double.NaN => double.NaN,
            double number => (double)Math.Sign(number),
            float number => float.IsNaN(number) ? number : (float)Math.Sign(number),
            _ => null,
        };

    private static Bound Whole(CallSite site, Func<double, double> floating, Func<decimal, decimal> exact)
    {
        var type = site.Arguments[0].Type;
        return site.Strict(
            type.Root == TypeRoot.Decimal
                ? SqlType.Decimal(type.Length - type.Scale + (type.Scale > 0 ? 1 : 0), 0)
                : type.Materialized,
            a =>
                a[0] switch
                {
                    double number => floating(number),
                    float number => (float)floating(number),
                    decimal number => exact(number),
                    var other => other,
                }
        );
    }
}
