using System.Text.RegularExpressions;

namespace Portal.Core.Clusters;

/// <summary>
/// A value that Kafka's clients read where they run: <c>${file:/opt/secrets/kafka.properties:password}</c>. Each of these providers comes
/// with Kafka's own client library.
/// </summary>
/// <param name="Provider">file, directory or env.</param>
public sealed partial record ConfigReference(string Provider)
{
    private const int Longest = 500;

    /// <summary>The class of the provider, without its package.</summary>
    public string ProviderClass =>
        Provider switch
        {
            "file" => "FileConfigProvider",
            "directory" => "DirectoryConfigProvider",
            _ => "EnvVarConfigProvider",
        };

    /// <summary>Null for what is no such reference.</summary>
    public static ConfigReference? Parse(string? typed) =>
        typed is { Length: <= Longest } && Shape().Match(typed) is { Success: true } found
            ? new(found.Groups["provider"].Value)
            : null;

    // Quotes and backslashes would end the text that it stands in.
    [GeneratedRegex(
        @"^\$\{(?:(?<provider>file|directory):[^:{}""'\\\s]+:[^:{}""'\\\s]+|(?<provider>env):[A-Za-z_][A-Za-z0-9_]*)\}\z",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Shape();
}
