namespace Portal.Core.Changes.Plans;

/// <summary>What moved on a cluster between two readings of a base, in words.</summary>
public static class BaseDifference
{
    /// <returns>The first difference; null when both are the same bytes.</returns>
    public static string? InWords(ClusterBase then, ClusterBase now)
    {
        if (CanonicalForm.SameBase(then, now))
        {
            return null;
        }

        return then.EngineId != now.EngineId
            ? $"Another cluster answers at this address: {now.EngineId} instead of {then.EngineId}."
            : then.Topics.Select(t => OfTopic(t.Key, t.Value, now.Topics.GetValueOrDefault(t.Key)))
                .FirstOrDefault(words => words is not null)
                ?? "The cluster moved since the plan was made.";
    }

    private static string? OfTopic(string name, TopicBase? then, TopicBase? now) =>
        (then, now) switch
        {
            (null, null) => null,
            (null, not null) => $"{name} appeared since the plan was made.",
            (not null, null) => $"{name} disappeared since the plan was made.",
            _ when then.TopicId != now.TopicId => $"{name} was made again since the plan was made.",
            _ when then.Partitions != now.Partitions =>
                $"{name} had {then.Partitions} partitions when the plan was made, and has {now.Partitions} now.",
            _ => OfConfigs(name, then, now),
        };

    private static string? OfConfigs(string topic, TopicBase then, TopicBase now)
    {
        var moved = then
            .Configs.Keys.Union(now.Configs.Keys)
            .Where(c => then.Configs.GetValueOrDefault(c) != now.Configs.GetValueOrDefault(c))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        return moved is null
            ? null
            : $"{moved} of {topic} was {Value(then, moved)} when the plan was made, and is {Value(now, moved)} now.";
    }

    private static string Value(TopicBase topic, string config) =>
        topic.Configs.GetValueOrDefault(config) ?? "its default";
}
