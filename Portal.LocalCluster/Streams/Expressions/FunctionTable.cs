using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>A function where it is called.</summary>
internal sealed record CallSite(CallExpression Call, Bound[] Arguments, TimeProvider Time)
{
    public string Text => $"{Call.Name}({string.Join(", ", Arguments.Select(a => a.Text))})";

    public bool Takes(params ReadOnlySpan<Func<SqlType, bool>> types)
    {
        if (types.Length != Arguments.Length)
        {
            return false;
        }

        for (var i = 0; i < types.Length; i++)
        {
            if (Arguments[i].Type.Root != TypeRoot.Null && !types[i](Arguments[i].Type))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Null when one of the arguments is.</summary>
    public Bound Strict(SqlType type, Func<object[], object?> compute, bool mayBeNull = false)
    {
        var arguments = Arguments;
        object? Of(object?[] row)
        {
            var values = new object[arguments.Length];
            for (var i = 0; i < arguments.Length; i++)
            {
                if (arguments[i].Of(row) is not { } value)
                {
                    return null;
                }

                values[i] = value;
            }

            return compute(values);
        }

        return new(
            mayBeNull || Array.Exists(arguments, a => a.Type.IsNullable) ? type.Nullable : type.NotNull,
            Of,
            Text
        );
    }
}

/// <summary>All functions by their name.</summary>
internal static class FunctionTable
{
    private static readonly Dictionary<string, Func<CallSite, Bound?>> Functions = new(
        [
            .. TextFunctions.All,
            .. PatternFunctions.All,
            .. NumberFunctions.All,
            .. TimeFunctions.All,
            .. TimeParts.All,
            .. JsonFunctions.All,
            .. ConditionalFunctions.All,
            .. CollectionFunctions.All,
        ],
        StringComparer.Ordinal
    );

    /// <summary>Those that are called by a word: EXTRACT YEAR and = are kept here too.</summary>
    public static IEnumerable<string> Names =>
        Functions
            .Keys.Where(name => char.IsLetter(name[0]) && !name.Contains(' ', StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    /// <summary>Null when there is no such function for these arguments.</summary>
    public static Bound? Bind(CallSite site) => Functions.GetValueOrDefault(site.Call.Name)?.Invoke(site);
}

/// <summary>Which types an argument may have.</summary>
internal static class Is
{
    public static bool Text(SqlType type) => type.IsText;

    public static bool Number(SqlType type) => type.IsNumeric;

    public static bool Whole(SqlType type) => type.IsInteger;

    public static bool Moment(SqlType type) => type.IsTimestamp || type.Root == TypeRoot.Date;
}
