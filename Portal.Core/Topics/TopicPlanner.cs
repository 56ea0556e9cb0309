using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>The steps one topic needs, or why there can't be any.</summary>
public abstract record TopicSteps
{
    private TopicSteps() { }

    /// <summary>In no order yet; none when nothing separates live from wanted.</summary>
    public sealed record Needed(IReadOnlyList<Step> Steps) : TopicSteps;

    /// <summary>The words go to the requester: the request itself has to change.</summary>
    public sealed record Impossible(string Words) : TopicSteps;

    public static TopicSteps Of(params Step[] steps) => new Needed(steps);

    public static TopicSteps No(string words) => new Impossible(words);
}

/// <summary>From a wanted topic and the live one to steps. Pure: the same input gives the same steps.</summary>
public static class TopicPlanner
{
    /// <param name="collidesWith">A live topic whose name Kafka's metrics can't tell from this one.</param>
    public static TopicSteps Plan(ChangeResource resource, TopicSpec? wanted, LiveTopic? live, string? collidesWith) =>
        (resource.Operation, wanted, live) switch
        {
            (ResourceOperation.Create, not null, not null) => TopicSteps.No(
                $"Topic {live.Name} is already there, with {live.Partitions} partitions. Ask to change it instead, or choose another name."
            ),
            (ResourceOperation.Create, not null, null) when collidesWith is not null => TopicSteps.No(
                $"{resource.Name} collides with the topic {collidesWith}: Kafka can't keep names apart that differ only in . and _. Choose another name."
            ),
            (ResourceOperation.Create, not null, null) => TopicSteps.Of(Create(resource, wanted)),

            (ResourceOperation.Update, not null, null) => TopicSteps.No(
                $"Topic {resource.Name} is not on the cluster any more. Ask to create it instead."
            ),
            (ResourceOperation.Update, not null, not null) => Update(resource.ClusterId, wanted, live),

            (ResourceOperation.Delete, _, null) => TopicSteps.Of(),
            (ResourceOperation.Delete, _, { IsInternal: true }) => TopicSteps.No(
                $"{resource.Name} is one of Kafka's own topics; it can't be deleted from here."
            ),
            (ResourceOperation.Delete, _, not null) => TopicSteps.Of(
                new Step.DeleteTopic(resource.ClusterId, resource.Name, live.TopicId)
            ),

            _ => throw new InvalidOperationException($"{resource.Operation} of {resource.Name} has no spec."),
        };

    private static Step.CreateTopic Create(ChangeResource resource, TopicSpec wanted) =>
        new(
            resource.ClusterId,
            resource.Name,
            wanted.Partitions,
            wanted.Replication,
            [.. wanted.Configs.Select(c => new ConfigMove(c.Key, null, c.Value))]
        );

    private static TopicSteps Update(ClusterId cluster, TopicSpec wanted, LiveTopic live)
    {
        if (wanted.Partitions < live.Partitions)
        {
            return TopicSteps.No(
                $"{live.Name} has {live.Partitions} partitions, and Kafka can't take partitions away. Keep {live.Partitions} or more, or move to a new topic."
            );
        }

        if (wanted.Replication != live.Replication)
        {
            return TopicSteps.No(
                $"{live.Name} is replicated {live.Replication} times. Changing that means moving its partitions between brokers, which this portal can't do yet. Keep {live.Replication}."
            );
        }

        var moves = TopicDiff.Configs(live, wanted).ToLookup(m => TopicDiff.DestroysData(m, live));
        var steps = new List<Step>();
        foreach (var destroys in moves.Select(m => m.Key).Order())
        {
            steps.Add(new Step.AlterConfigs(cluster, live.Name, live.TopicId, [.. moves[destroys]], destroys));
        }

        if (wanted.Partitions > live.Partitions)
        {
            steps.Add(new Step.GrowPartitions(cluster, live.Name, live.TopicId, live.Partitions, wanted.Partitions));
        }

        return new TopicSteps.Needed(steps);
    }
}
