namespace Portal.Core.Schemas;

/// <summary>What a registry takes for a subject. Nearly everything: a slash or a space is escaped on its way.</summary>
internal static class SubjectName
{
    private const int Longest = 255;
    private static readonly string[] Parts = ["-value", "-key"];

    /// <summary>
    /// The topic whose values or keys it describes, by the strategy that clients use unless told otherwise: orders for
    /// orders-value. Null where the name follows another one.
    /// </summary>
    public static string? TopicOf(string subject) =>
        Parts.FirstOrDefault(part => subject.EndsWith(part, StringComparison.Ordinal)) is { } part
        && subject.Length > part.Length
            ? subject[..^part.Length]
            : null;

    /// <summary>The other way round: orders-value and orders-key for orders.</summary>
    public static IEnumerable<string> OfTopic(string topic) => Parts.Select(part => $"{topic}{part}");

    /// <summary>What is wrong with the name, in words for who typed it; null when a registry would take it.</summary>
    public static string? Problem(string? name) =>
        name switch
        {
            null or "" => "A subject needs a name. For the values of the topic orders it is orders-value.",
            { Length: > Longest } => $"The name has {name.Length} characters; a subject has at most {Longest}.",
            _ when name != name.Trim() => "Remove the spaces at the beginning or end of the name.",
            _ when name is "." or ".." => "A registry has no address for the subjects . and ..; choose another name.",
            _ when name.Any(char.IsControl) || name.Contains('\\') =>
                "A subject has no control characters and no backslash.",
            _ when name.StartsWith("__", StringComparison.Ordinal) =>
                "Names that start with __ are kept for the registry itself.",
            _ => null,
        };
}
