using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>What is wrong with a topic's spec in itself, by field.</summary>
internal static class TopicSpecReview
{
    public static IEnumerable<FieldProblem> Of(TopicSpec spec)
    {
        if (spec.Partitions is < 1 or > TopicChecks.MostPartitions)
        {
            yield return new(
                "partitions",
                $"A topic has 1 to {TopicChecks.MostPartitions:N0} partitions, not {spec.Partitions}."
            );
        }

        if (spec.Replication is < 1 or > 10)
        {
            yield return new("replication", $"A topic has 1 to 10 replicas, not {spec.Replication}.");
        }

        if (spec.Description.Length > 2_000)
        {
            yield return new("description", "A description has at most 2,000 characters.");
        }

        foreach (var (name, value) in spec.Configs)
        {
            if (TopicConfigs.Complaint(name, value) is { } words)
            {
                yield return new($"configs.{name}", words);
            }
        }
    }
}
