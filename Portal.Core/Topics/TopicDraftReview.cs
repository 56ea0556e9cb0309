using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Requests;
using Portal.Core.Topics;

namespace Portal.Core.Topics;

/// <summary>What is wrong with one topic of a request in itself, by field.</summary>
internal static class TopicDraftReview
{
    public static IEnumerable<(string Field, string Words)> Delete(TopicDraft topic)
    {
        if (topic.TypedName != topic.Name)
        {
            yield return ("typedName", $"Type the topic's name, {topic.Name}, to ask for its deletion.");
        }
    }

    public static IEnumerable<(string Field, string Words)> Spec(TopicDraft topic)
    {
        if (topic.Spec is not { } spec)
        {
            yield return ("spec", "Say what the topic should be like.");
            yield break;
        }

        if (spec.Partitions is < 1 or > Checks.MostPartitions)
        {
            yield return (
                "spec.partitions",
                $"A topic has 1 to {Checks.MostPartitions:N0} partitions, not {spec.Partitions}."
            );
        }

        if (spec.Replication is < 1 or > 10)
        {
            yield return ("spec.replication", $"A topic has 1 to 10 replicas, not {spec.Replication}.");
        }

        if (spec.Description.Length > 2_000)
        {
            yield return ("spec.description", "A description has at most 2,000 characters.");
        }

        foreach (var (name, value) in spec.Configs)
        {
            if (TopicConfigs.Complaint(name, value) is { } words)
            {
                yield return ($"spec.configs.{name}", words);
            }
        }
    }
}
