using System.Text.RegularExpressions;

namespace Portal.Core.Topics;

/// <summary>Kafka's rules for a topic's name.</summary>
public static partial class TopicName
{
    public const int LongestName = 249;

    /// <summary>What is wrong with the name, in words for who typed it; null when Kafka would take it.</summary>
    public static string? Complaint(string? name) =>
        name switch
        {
            null or "" => "A topic needs a name.",
            "." or ".." => "Kafka refuses the names . and ..; choose another.",
            { Length: > LongestName } => $"The name has {name.Length} characters; Kafka takes at most {LongestName}.",
            _ when !Allowed().IsMatch(name) =>
                "Kafka takes only letters a–z and A–Z, digits, dots, underscores and hyphens in a topic's name.",
            _ when name.StartsWith("__", StringComparison.Ordinal) =>
                "Names that start with __ are kept for Kafka's own topics.",
            _ => null,
        };

    /// <summary>Two names with the same key collide: Kafka's metrics can't tell <c>.</c> from <c>_</c>.</summary>
    public static string CollisionKey(string name) => name.Replace('.', '_');

    /// <summary>By wanted name, the first of the others that collides with it; names that collide with none are left out.</summary>
    public static IReadOnlyDictionary<string, string> Collisions(IEnumerable<string> wanted, IEnumerable<string> there)
    {
        var taken = there.Order(StringComparer.Ordinal).ToLookup(CollisionKey, StringComparer.Ordinal);
        return (
            from name in wanted
            from other in taken[CollisionKey(name)].Where(other => other != name).Take(1)
            select (name, other)
        ).ToDictionary(pair => pair.name, pair => pair.other, StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^[a-zA-Z0-9._-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Allowed();
}
