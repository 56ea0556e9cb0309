using System.Text.RegularExpressions;
using Portal.Core.Resources;

namespace Portal.Core.Schemas;

/// <summary>What a registry takes for a subject. Nearly everything: a slash or a space is escaped on its way.</summary>
internal static partial class SubjectName
{
    private const int Longest = 255;
    private static readonly string[] Parts = ["-value", "-key"];

    /// <summary>
    /// The topic that it is named after, by the topic name strategy, which clients use unless they are set otherwise (orders for orders-value),
    /// or by the topic record name strategy (orders for orders-com.example.Order), in any context. Null where the name follows another one.
    /// </summary>
    /// <param name="text">One of its versions, whose record tells where the topic's name ends; null: the topic name strategy alone is looked for.</param>
    public static string? TopicOf(string subject, SchemaType type, string? text)
    {
        var name = SubjectContext.Within(subject);
        return Before(name, Parts)
            ?? (
                text is not null && name.Contains('-', StringComparison.Ordinal)
                    ? Before(name, SchemaText.RecordNames(type, text).Select(record => $"-{record}"))
                    : null
            );
    }

    /// <summary>Orders-value and orders-key for orders: what the topic name strategy looks for.</summary>
    public static IEnumerable<string> OfTopic(string topic) => Parts.Select(part => $"{topic}{part}");

    /// <summary>By the topic record name strategy, of a record whose full name has a namespace: for a subject whose text isn't at hand.</summary>
    public static bool MayBeOf(string topic, string subject) =>
        SubjectContext.Within(subject) is var name
        && name.Length > topic.Length
        && name.StartsWith(topic, StringComparison.Ordinal)
        && FullName().IsMatch(name[topic.Length..]);

    /// <summary>By the record name strategy it is named after what its text declares, on whatever topic that is.</summary>
    public static bool IsOfRecord(string subject, SchemaType type, string text) =>
        SchemaText.RecordNames(type, text).Contains(SubjectContext.Within(subject), StringComparer.Ordinal);

    /// <summary>What is wrong with the name, in words for who typed it; null when a registry would take it.</summary>
    public static string? Problem(string? name) =>
        name switch
        {
            null or "" => "A subject needs a name. For the values of the topic orders it is orders-value.",
            { Length: > Longest } => $"The name has {name.Length} characters; a subject has at most {Longest}.",
            _ when name != name.Trim() => "Remove the spaces at the beginning or end of the name.",
            _ when name is "." or ".." => "A registry has no address for the subjects . and ..; choose another name.",
            _ when name.Contains('\\') || EscapedName.Problem(name) is not null =>
                "A subject has no control characters, no others that can't be seen, and no backslash.",
            _ when name.StartsWith("__", StringComparison.Ordinal) =>
                "Names that start with __ are kept for the registry itself.",
            _ => null,
        };

    /// <summary>Whether the store can have seen it. A registry may hold subjects that <see cref="Problem"/> doesn't let anybody request.</summary>
    public static bool CanBeStored(string name) => !name.Contains('\0');

    private static string? Before(string subject, IEnumerable<string> ends) =>
        ends.FirstOrDefault(end => subject.Length > end.Length && subject.EndsWith(end, StringComparison.Ordinal))
            is { } found
            ? subject[..^found.Length]
            : null;

    [GeneratedRegex(@"^-\w+(\.\w+)+\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex FullName();
}
