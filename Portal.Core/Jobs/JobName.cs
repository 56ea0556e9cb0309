using System.Text.RegularExpressions;
using Portal.Core.Jobs.Previews;

namespace Portal.Core.Jobs;

/// <summary>
/// What a job may be called. The name becomes Flink's pipeline name, the consumer group, the prefix of its transactions and a folder of its
/// savepoints, so it holds what all of them take.
/// </summary>
public static partial class JobName
{
    private const int Longest = 120;
    private const string GroupPrefix = "flink-";

    /// <summary>What is wrong with the name, in words for who typed it; null when nothing is.</summary>
    public static string? Problem(string? name) =>
        name switch
        {
            null or "" => "A job needs a name.",
            { Length: > Longest } => $"The name has {name.Length} characters; a job's has at most {Longest}.",
            _ when !Allowed().IsMatch(name) =>
                "A job's name begins with a letter or a digit and holds only letters a–z and A–Z, digits, dots, underscores and hyphens.",
            _ when PreviewName.Is(name) =>
                "Names that begin with portal-preview- are those of previews. Choose another.",
            _ => null,
        };

    /// <summary>The consumer group that a job commits its progress as.</summary>
    public static string Group(string job) => $"{GroupPrefix}{job}";

    /// <summary>The name of the job that would read as this group; null when none would.</summary>
    public static string? OfGroup(string group) =>
        group.StartsWith(GroupPrefix, StringComparison.Ordinal) && Problem(group[GroupPrefix.Length..]) is null
            ? group[GroupPrefix.Length..]
            : null;

    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9._-]*\z", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Allowed();
}
