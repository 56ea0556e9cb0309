using System.Buffers;

namespace Portal.LocalCluster.Topics;

/// <summary>Which names a topic may have: Kafka's rule, in Kafka's words, because people search for them.</summary>
public static class TopicName
{
    public const int MostCharacters = 249;

    private static readonly SearchValues<char> Legal = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
    );

    /// <summary>Why the name can't be, or null.</summary>
    public static string? Fault(string name) =>
        name switch
        {
            "" => "Topic name is invalid: the empty string is not allowed",
            "." or ".." => $"Topic name is invalid: '{name}' is not allowed",
            { Length: > MostCharacters } =>
                $"Topic name is invalid: the length of '{name}' is longer than the max allowed length {MostCharacters}",
            _ when name.AsSpan().ContainsAnyExcept(Legal) =>
                $"Topic name is invalid: '{name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
            _ => null,
        };

    /// <summary>Names that are equal here would share their metrics' names, so brokers allow only one of them.</summary>
    public static string CollisionKey(string name) => name.Replace('.', '_');
}
