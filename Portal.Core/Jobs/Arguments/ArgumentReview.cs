using Portal.Core.Resources;

namespace Portal.Core.Jobs.Arguments;

/// <summary>What is wrong with a program's arguments, by field.</summary>
internal static class ArgumentReview
{
    /// <summary>Arguments, at most.</summary>
    public const int Most = 100;

    /// <summary>Characters of an argument.</summary>
    private const int Longest = 4_000;

    /// <summary>Characters of a consumer group: what a rehearsal appends still fits.</summary>
    private const int LongestGroup = 200;
    private const int LongestShown = 60;

    private static readonly string Escape = $"A literal {Placeholder.Start} is written ${Placeholder.Start}.";

    public static IEnumerable<FieldProblem> Of(JobDefinition definition, JobProgram program)
    {
        if (program.Arguments.Length > Most)
        {
            yield return new("arguments", $"A program gets at most {Most} arguments.");
        }

        var topics = definition.Topics().Select(topic => topic.Name).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < program.Arguments.Length; i++)
        {
            if (Problem(program.Arguments[i], topics) is { } words)
            {
                yield return new($"arguments[{i}]", words);
            }
        }
    }

    private static string? Problem(string argument, HashSet<string> topics) =>
        argument.Length > Longest || argument.Contains('\0', StringComparison.Ordinal)
            ? $"An argument has at most {Longest:N0} characters, and no NUL."
        : ArgumentText.Unknown(argument).Select(Words).FirstOrDefault() is { } unknown ? unknown
        : ArgumentText.Placeholders(argument).Select(p => Words(p, topics)).FirstOrDefault(words => words is not null);

    private static string Words((string Typed, bool IsClosed) mark) =>
        mark.IsClosed
            ? $"{Brief(mark.Typed)} isn't a placeholder. There are ${{topic:cluster.topic}}, ${{guarantee}} and ${{group:name}}. {Escape}"
            : $"{Brief(mark.Typed)} isn't closed: end the placeholder with }}. {Escape}";

    private static string? Words(Placeholder placeholder, HashSet<string> topics) =>
        placeholder switch
        {
            { Kind: PlaceholderKind.Topic } when !topics.Contains(placeholder.Of) =>
                $"{Brief($"{placeholder}")} names a topic that is neither in reads nor in writes. Add it there, or write it as it stands there: ${{topic:cluster.topic}}.",
            { Kind: PlaceholderKind.Group, Of.Length: 0 or > LongestGroup } =>
                $"Enter a consumer group of at most {LongestGroup} characters: ${{group:flink-orders}}.",
            _ => null,
        };

    private static string Brief(string typed) => typed.Length > LongestShown ? $"{typed[..LongestShown]}…" : typed;
}
