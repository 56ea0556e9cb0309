using System.Collections.Immutable;
using System.Text.Json;
using Portal.Core.Jobs.Failures;

namespace Portal.Engines.Flink;

/// <summary>Flink answers with stack traces: of each, the line that tells a person what happened.</summary>
internal static class FlinkTrace
{
    internal const string Cause = "Caused by: ";
    private const string ServerSide = "Exception on server side:";
    private const int LongestWords = 600;
    private const int LongestClass = 200;

    // Of a class that isn't there they tell the name alone.
    private static readonly string[] ClassMissing =
    [
        "java.lang.ClassNotFoundException",
        "java.lang.NoClassDefFoundError",
    ];

    // What Flink and its planner wrap what they have to say in.
    private static readonly string[] Wrappers =
    [
        "Failed to fetchResults",
        "Failed to execute the operation",
        "Failed to execute sql",
        "Could not execute",
        "SQL validation failed. ",
        "SQL parse failed. ",
    ];

    /// <summary>What an answer with errors has to say: of each stack trace its last cause, which tells what happened.</summary>
    /// <param name="hidden">Not shown, the longest first.</param>
    public static string Words(JsonElement body, ImmutableArray<string> hidden) =>
        body.ValueKind == JsonValueKind.Object
        && body.TryGetProperty("errors", out var errors)
        && errors.ValueKind == JsonValueKind.Array
            ? errors
                .EnumerateArray()
                .Select(error => RootCause(Masked(error.GetString() ?? "", hidden)))
                .LastOrDefault(words => words.Length > 0)
                ?? ""
            : "";

    /// <summary>The line of a stack trace that tells most: where a place in a statement is named, that one, else the last cause.</summary>
    /// <remarks>Of a failure about a record or a value, what is quoted is the record or a part of it, which isn't everybody's to see.</remarks>
    public static string RootCause(string trace) =>
        EngineText.Words(
            Cut(trace.Contains(DecodingFailure.Mark, StringComparison.Ordinal) ? Undecoded(trace) : Unhandled(trace))
        );

    /// <summary>Without what isn't shown. Before a text is cut: half of a secret isn't known again.</summary>
    /// <param name="hidden">The longest first.</param>
    public static string Masked(string text, ImmutableArray<string> hidden) =>
        hidden.Aggregate(text, (words, secret) => words.Replace(secret, QuotedValues.Hidden, StringComparison.Ordinal));

    /// <summary>The class of that line's exception; null where it names none.</summary>
    public static string? RootClass(string trace) => ClassOf(LastCause(trace));

    /// <param name="cause">A line of a stack trace.</param>
    public static string? ClassOf(string cause)
    {
        var end = cause.IndexOf(':', StringComparison.Ordinal);
        var name = end > 0 ? cause[..end] : cause;
        return
            name.Length is > 0 and <= LongestClass
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '$')
            ? name
            : null;
    }

    // The lines above the last cause show the whole record.
    private static string Undecoded(string trace)
    {
        var causes = Causes(trace).ConvertAll(WithoutClass);
        var cause = causes.FindLast(words => !words.StartsWith(DecodingFailure.Mark, StringComparison.Ordinal));
        return QuotedValues.Hide(
            cause is null ? causes.LastOrDefault() ?? DecodingFailure.Mark : $"{DecodingFailure.Mark} a record: {cause}"
        );
    }

    // What is about a value may stand below the line that tells most.
    private static string Unhandled(string trace)
    {
        var cause = LastCause(trace);
        var words = WithoutClass(cause);
        return Causes(trace).Exists(QuotedValues.IsIn) && !QuotedValues.IsOfPlanner(cause)
            ? QuotedValues.Hide(words)
            : words;
    }

    private static string LastCause(string trace)
    {
        var causes = Causes(trace);
        var line = trace.Contains(DecodingFailure.Mark, StringComparison.Ordinal)
            ? null
            : causes.FindLast(IsPlace) ?? WholeSentence.In(trace);
        return line ?? causes.LastOrDefault() ?? "";
    }

    private static bool IsPlace(string cause) => cause.Contains("line ", StringComparison.OrdinalIgnoreCase);

    private static List<string> Causes(string trace)
    {
        var lines = trace.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        var causes = lines
            .Where(line => line.StartsWith(Cause, StringComparison.Ordinal))
            .Select(line => line[Cause.Length..])
            .ToList();
        if (causes.Count == 0)
        {
            causes =
            [
                .. lines
                    .Where(line =>
                        !line.StartsWith("at ", StringComparison.Ordinal)
                        && !line.Contains(ServerSide, StringComparison.Ordinal)
                    )
                    .Take(1),
            ];
        }

        return causes;
    }

    private static string WithoutClass(string cause)
    {
        var colon = cause.IndexOf(": ", StringComparison.Ordinal);
        var words = colon > 0 && !cause[..colon].Contains(' ', StringComparison.Ordinal) ? cause[(colon + 2)..] : cause;
        foreach (var wrapper in Wrappers)
        {
            words = words.StartsWith(wrapper, StringComparison.Ordinal) ? words[wrapper.Length..] : words;
        }

        return colon > 0 && ClassMissing.Contains(cause[..colon]) && !words.Contains(' ', StringComparison.Ordinal)
            ? $"Class not found: {words.Replace('/', '.')}"
            : words;
    }

    private static string Cut(string words) => words.Length > LongestWords ? $"{words[..LongestWords]}…" : words;
}
