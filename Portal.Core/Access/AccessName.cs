using System.Text.RegularExpressions;

namespace Portal.Core.Access;

/// <summary>What a grant may be called. Kafka knows no name for one: it is the portal's own, in addresses and in files.</summary>
internal static partial class AccessName
{
    private const int Longest = 200;

    public static string? Problem(string? name) =>
        name switch
        {
            null or "" => "A grant needs a name, such as billing-reads-orders.",
            "." or ".." => "Choose a name other than . and ..",
            { Length: > Longest } => $"The name has {name.Length} characters; a grant has at most {Longest}.",
            _ when !Allowed().IsMatch(name) => "Use letters, digits, dots, underscores and hyphens.",
            _ => null,
        };

    [GeneratedRegex(@"^[a-zA-Z0-9._-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Allowed();
}
