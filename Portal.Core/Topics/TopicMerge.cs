using System.Collections.Immutable;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>
/// An edit laid over what is there now. Whoever fills a form from a topic and sends it back has said something of the
/// fields that were changed, and nothing of the others: those stay as they are by then. Pure.
/// </summary>
public static class TopicMerge
{
    /// <param name="now">What is there by now.</param>
    /// <param name="origin">What the edit began from.</param>
    /// <param name="wanted">What came of the edit.</param>
    public static TopicSpec Over(TopicSpec now, TopicSpec origin, TopicSpec wanted)
    {
        var configs =
            from name in now.Configs.Keys.Union(wanted.Configs.Keys)
            let value = Pick(
                now.Configs.GetValueOrDefault(name),
                origin.Configs.GetValueOrDefault(name),
                wanted.Configs.GetValueOrDefault(name)
            )
            where value is not null
            select KeyValuePair.Create(name, value);
        return wanted with
        {
            Partitions = Pick(now.Partitions, origin.Partitions, wanted.Partitions),
            Replication = Pick(now.Replication, origin.Replication, wanted.Replication),
            Tier = Pick(now.Tier, origin.Tier, wanted.Tier),
            Description = Pick(now.Description, origin.Description, wanted.Description),
            Configs = configs.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>A live topic as a spec: what is set on it, of what a spec may hold, and what is wanted and holds by default.</summary>
    public static TopicSpec Seen(LiveTopic live, TopicSpec wanted) =>
        wanted with
        {
            Partitions = live.Partitions,
            Replication = live.Replication,
            Configs = live
                .Configs.Where(c => TopicConfigs.All.ContainsKey(c.Key))
                .Select(c => (c.Key, Value: Kept(c.Value, c.Key, wanted.Configs.GetValueOrDefault(c.Key))))
                .Where(c => c.Value is not null)
                .ToImmutableSortedDictionary(c => c.Key, c => c.Value!, StringComparer.Ordinal),
        };

    private static string? Kept(LiveConfig live, string name, string? wanted) =>
        !live.IsDefault ? live.Value
        : TopicConfigs.AreSame(name, live.Value, wanted) ? wanted
        : null;

    private static T Pick<T>(T now, T origin, T wanted) =>
        EqualityComparer<T>.Default.Equals(wanted, origin) ? now : wanted;
}
