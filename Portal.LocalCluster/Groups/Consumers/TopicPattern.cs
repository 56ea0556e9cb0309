using System.Text.RegularExpressions;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>
/// The topics that a pattern of a subscription matches whole. Kafka's patterns are RE2's: those that need no backtracking. What .NET
/// can't match without it is refused as Kafka refuses what RE2 doesn't know.
/// </summary>
internal static class TopicPattern
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    public static Refusal? Fault(string pattern)
    {
        try
        {
            // By itself too: what closes a bracket that it doesn't open is no pattern.
            _ = new Regex(pattern, Options, Regex.InfiniteMatchTimeout);
            Of(pattern);
            return null;
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return new(
                ErrorCode.InvalidRegularExpression,
                $"SubscribedTopicRegex `{pattern}` is not a valid regular expression: {fault.Message}."
            );
        }
    }

    public static IEnumerable<string> Match(string pattern, IEnumerable<string> topics)
    {
        var regex = Of(pattern);
        return topics.Where(topic => regex.IsMatch(topic));
    }

    private static Regex Of(string pattern) => new($@"\A(?:{pattern})\z", Options, Regex.InfiniteMatchTimeout);
}
