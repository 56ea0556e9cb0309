namespace Portal.Engines.Flink;

/// <summary>
/// Sentences about a value that couldn't be read or converted quote it. It may be a record or a part of one, which isn't everybody's to see: what they
/// quote is hidden. What a planner quotes are names in a statement, and stay.
/// </summary>
internal static class QuotedValues
{
    public const string Hidden = "•••";
    private const string InputString = "For input string:";
    private const string Unparsed = "could not be parsed";

    // Exceptions about a value, without their packages.
    private static readonly string[] OfValues =
    [
        "ArithmeticException",
        "DateTimeException",
        "DateTimeParseException",
        "InputCoercionException",
        "InvalidFormatException",
        "JsonEOFException",
        "JsonMappingException",
        "JsonParseException",
        "MismatchedInputException",
        "NumberFormatException",
        "TableRuntimeException",
    ];

    private static readonly string[] OfPlanner =
    [
        "CalciteContextException",
        "SqlParseException",
        "SqlParserException",
        "SqlValidatorException",
        "ValidationException",
    ];

    // How a sentence about a value puts it, whatever class it comes with.
    private static readonly string[] Sentences =
    [
        InputString,
        "Invalid character found",
        "Cannot parse '",
        Unparsed,
        "Could not serialize row",
    ];

    // A value that stands behind these may do so without quotes.
    private static readonly string[] Before = [InputString, $"{Unparsed}:", "Numeric value"];

    /// <param name="cause">A line of a stack trace, with its class.</param>
    public static bool IsIn(string cause) =>
        Sentences.Any(part => cause.Contains(part, StringComparison.Ordinal))
        || (OfValues.Contains(Class(cause)) && !IsOfColumn(cause));

    /// <param name="cause">A line of a stack trace, with its class.</param>
    public static bool IsOfPlanner(string cause) => OfPlanner.Contains(Class(cause));

    /// <summary>From the first quote to the last: there may be others in the value. Where the last doesn't end it, all that follows.</summary>
    public static string Hide(string words)
    {
        var quotes = Enumerable.Range(0, words.Length).Where(at => IsQuote(words, at)).ToList();
        var shown = quotes is [var first, ..] ? $"{words[..first]}{Hidden}{Behind(words, quotes)}" : words;
        foreach (var mark in Before)
        {
            var end = shown.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
            if (end >= mark.Length && !shown.AsSpan(end).TrimStart().StartsWith(Hidden, StringComparison.Ordinal))
            {
                shown = $"{shown[..end]} {Hidden}";
            }
        }

        return shown;
    }

    // Of a value of several lines only the first is here.
    private static string Behind(string words, List<int> quotes)
    {
        var behind = words[(quotes[^1] + 1)..];
        var isEnded = quotes.Count(at => words[at] == words[quotes[0]]) % 2 == 0;
        return isEnded && !(behind.Length > 0 && char.IsLetterOrDigit(behind[0])) ? behind : "";
    }

    // None is the apostrophe of a word.
    private static bool IsQuote(string words, int at) =>
        words[at] is '\'' or '"'
        && !(
            at > 0
            && at + 1 < words.Length
            && char.IsLetterOrDigit(words[at - 1])
            && char.IsLetterOrDigit(words[at + 1])
        );

    // Column 'id' is NOT NULL, however, a null value is being written into it: it names no value.
    private static bool IsOfColumn(string cause) =>
        cause
            .AsSpan(Math.Max(0, cause.IndexOf(':', StringComparison.Ordinal)))
            .StartsWith(": Column '", StringComparison.Ordinal);

    private static string Class(string cause) => (FlinkTrace.ClassOf(cause) ?? "").Split('.')[^1];
}
