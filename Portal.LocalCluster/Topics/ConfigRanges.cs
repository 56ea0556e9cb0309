namespace Portal.LocalCluster.Topics;

/// <summary>The ranges that configurations are held to.</summary>
internal static class ConfigRanges
{
    public static Func<object, string?> AtLeast(long least) =>
        value => (long)value < least ? $"Value must be at least {least}" : null;

    public static Func<object, string?> Between(long least, long most) =>
        value =>
            (long)value < least ? $"Value must be at least {least}"
            : (long)value > most ? $"Value must be no more than {most}"
            : null;

    public static Func<object, string?> BetweenOr(long least, long most, long other) =>
        value =>
            (long)value == other || ((long)value >= least && (long)value <= most)
                ? null
                : $"Value must be between {least} and {most} or equal to {other}";

    public static string? Fraction(object value) =>
        (double)value switch
        {
            < 0 => "Value must be at least 0",
            > 1 => "Value must be no more than 1",
            double.NaN => "Value must be at least 0",
            _ => null,
        };

    public static Func<object, string?> OneOf(params string[] allowed) =>
        value => allowed.Contains((string)value, StringComparer.Ordinal) ? null : NotOneOf(allowed);

    public static Func<object, string?> EachOneOf(params string[] allowed) =>
        value =>
            ((string[])value).All(item => allowed.Contains(item, StringComparer.Ordinal)) ? null : NotOneOf(allowed);

    private static string NotOneOf(string[] allowed) => $"String must be one of: {string.Join(", ", allowed)}";
}
