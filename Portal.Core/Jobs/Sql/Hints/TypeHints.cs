using System.Text.RegularExpressions;

namespace Portal.Core.Jobs.Sql.Hints;

/// <summary>Types that don't go together.</summary>
internal static partial class TypeHints
{
    public static string? Of(string words) =>
        Sink().Match(words) is { Success: true } sink
            ? $"Cast what is written there: CAST(… AS {TypeOf(sink.Groups["column"].Value, sink.Groups["sink"].Value)})."
        : Count().Match(words) is { Success: true } count
            ? $"The topic has these columns: {count.Groups["sink"].Value}. Select each of them in this order, or name those that you write behind the topic: INSERT INTO … (…)."
        : Operator().Match(words) is { Success: true } operation
            ? $"Cast one of the two to the type of the other, as CAST(… AS {Named(operation.Groups["right"].Value)})."
        : Function().Match(words) is { Success: true } call
            ? $"Cast its argument to a type that it takes, as CAST(… AS {Family(call.Groups["family"].Value)})."
        : words.Contains("implicit type conversion", StringComparison.Ordinal)
            ? "Cast one side of the join's condition to the type of the other: CAST(… AS …)."
        : words.Contains("Illegal mixing of types", StringComparison.Ordinal)
        || words.StartsWith("Invalid function call: COALESCE", StringComparison.Ordinal)
            ? "All its values need one type: cast those that differ, as CAST(… AS STRING)."
        : words.Contains("Illegal use of 'NULL'", StringComparison.Ordinal) ? "Give it a type: CAST(NULL AS STRING)."
        : words.Contains("clause must be a condition", StringComparison.Ordinal)
            ? "Compare it with something, as IS NOT NULL."
        : null;

    private static string TypeOf(string column, string schema)
    {
        var start = schema.IndexOf($"{column}: ", StringComparison.Ordinal) + column.Length + 2;
        var depth = 0;
        var end = start;
        while (end < schema.Length && !(schema[end] == ',' && depth == 0))
        {
            depth +=
                schema[end] is '(' or '<' ? 1
                : schema[end] is ')' or '>' ? -1
                : 0;
            end++;
        }

        return schema[start..end].Replace(" NOT NULL", "", StringComparison.Ordinal);
    }

    // As Calcite writes a type: VARCHAR(2147483647), TIMESTAMP_LTZ(3) *ROWTIME*.
    private static string Named(string type) =>
        type.StartsWith("VARCHAR(2147483647)", StringComparison.Ordinal) ? "STRING"
        : type.StartsWith("INTEGER", StringComparison.Ordinal) ? "INT"
        : type.Split(" *")[0].Replace(" NOT NULL", "", StringComparison.Ordinal);

    private static string Family(string family) =>
        family switch
        {
            "CHARACTER" => "STRING",
            "NUMERIC" => "DECIMAL(20, 4)",
            _ => "…",
        };

    [GeneratedRegex(
        @"Incompatible types for sink column '(?<column>[^']+)'.*Sink schema:\s+\[(?<sink>.*)\]",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Sink();

    [GeneratedRegex(
        @"Different number of columns.*Sink schema:\s+\[(?<sink>.*)\]",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Count();

    // Cannot apply '-' to arguments of type '<BIGINT> - <VARCHAR(2147483647)>'
    [GeneratedRegex(
        @"Cannot apply '[^']+' to arguments of type '<(?<left>[^>]+)> [^ ]+ <(?<right>[^>]+)>'",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Operator();

    // Cannot apply 'UPPER' to arguments of type 'UPPER(<BIGINT>)'. Supported form(s): 'UPPER(<CHARACTER>)'
    [GeneratedRegex(
        @"Cannot apply '(?<name>\w+)' to arguments of type '\w+\(.*Supported form\(s\): '\w+\(<(?<family>\w+)>",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Function();
}
