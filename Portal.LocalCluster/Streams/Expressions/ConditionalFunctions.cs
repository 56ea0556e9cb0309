using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>Functions that choose.</summary>
internal static class ConditionalFunctions
{
    public static readonly IReadOnlyList<KeyValuePair<string, Func<CallSite, Bound?>>> All =
    [
        new("COALESCE", Coalesce),
        new("IFNULL", s => s.Arguments.Length == 2 ? Coalesce(s) : null),
        new("NULLIF", NullIf),
        new("IF", If),
        new("IS_ALPHA", s => Test(s, char.IsAsciiLetter)),
        new("IS_DIGIT", s => Test(s, char.IsAsciiDigit)),
        new(
            "IS_DECIMAL",
            s =>
                s.Takes(Is.Text)
                    ? new(
                        SqlType.Boolean.NotNull,
                        row =>
                            s.Arguments[0].Of(row) is string text
                            && decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _),
                        s.Text
                    )
                    : null
        ),
        new("IS DISTINCT FROM", s => Distinct(s, isNot: false)),
        new("IS NOT DISTINCT FROM", s => Distinct(s, isNot: true)),
    ];

    private static Bound? Coalesce(CallSite site)
    {
        if (site.Arguments.Length == 0 || CommonType.Of([.. site.Arguments.Select(a => a.Type)]) is not { } type)
        {
            return null;
        }

        var values = Array.ConvertAll(site.Arguments, a => Coercion.To(a, type));
        return new(
            Array.Exists(values, v => !v.Type.IsNullable) ? type.NotNull : type.Nullable,
            row =>
            {
                foreach (var value in values)
                {
                    if (value.Of(row) is { } found)
                    {
                        return found;
                    }
                }

                return null;
            },
            site.Text
        );
    }

    private static Bound? NullIf(CallSite site)
    {
        if (site.Arguments is not [var of, var other] || Comparing.Together(of, other) is not var (left, right))
        {
            return null;
        }

        return new(
            of.Type.Nullable,
            row => left.Of(row) is { } a && right.Of(row) is { } b && Values.AreSame(a, b) ? null : of.Of(row),
            site.Text
        );
    }

    private static Bound? If(CallSite site)
    {
        if (
            site.Arguments is not [{ Type.Root: TypeRoot.Boolean } when, var then, var otherwise]
            || CommonType.Of(then.Type, otherwise.Type) is not { } type
        )
        {
            return null;
        }

        (then, otherwise) = (Coercion.To(then, type), Coercion.To(otherwise, type));
        return new(type, row => when.Of(row) is true ? then.Of(row) : otherwise.Of(row), site.Text);
    }

    private static Bound? Test(CallSite site, Func<char, bool> isOf) =>
        site.Takes(Is.Text)
            ? new(
                SqlType.Boolean.NotNull,
                row => site.Arguments[0].Of(row) is string { Length: > 0 } text && text.All(isOf),
                site.Text
            )
            : null;

    private static Bound? Distinct(CallSite site, bool isNot) =>
        site.Arguments is [var one, var other] && Comparing.Together(one, other) is var (left, right)
            ? new(SqlType.Boolean.NotNull, row => Values.AreSame(left.Of(row), right.Of(row)) == isNot, site.Text)
            : null;
}
