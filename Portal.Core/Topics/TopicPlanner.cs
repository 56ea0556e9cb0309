using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Topics;

/// <summary>From a wanted topic and the live one to steps. Pure: the same input gives the same steps.</summary>
public static class TopicPlanner
{
    /// <param name="collidesWith">A live topic whose name Kafka's metrics can't tell from this one.</param>
    public static PlannedSteps Plan(
        ResourceRequest resource,
        TopicSpec? wanted,
        LiveTopic? live,
        string? collidesWith
    ) =>
        (resource.Operation, wanted, live) switch
        {
            (ResourceOperation.Create, not null, not null) => PlannedSteps.No(
                $"Topic {live.Name} already exists, with {Quantity.Of(live.Partitions, "partition", "partitions")}. Request an update of it if your team owns it, or choose another name; what nobody manages is given to a team by Platform."
            ),
            (ResourceOperation.Create, not null, null) when collidesWith is not null => PlannedSteps.No(
                $"{resource.On.Name} collides with the topic {collidesWith}: Kafka can't keep names apart that differ only in . and _. Choose another name."
            ),
            (ResourceOperation.Create, not null, null) => PlannedSteps.Of(Create(resource, wanted)),

            (ResourceOperation.Update, not null, null) => PlannedSteps.No(
                $"Topic {resource.On.Name} is not on the cluster any more. Request its creation instead."
            ),
            (ResourceOperation.Update, not null, not null) => Update(resource, wanted, live),

            (ResourceOperation.Delete, _, null) => PlannedSteps.Of(),
            (ResourceOperation.Delete, _, { IsInternal: true }) => PlannedSteps.No(
                $"{resource.On.Name} is one of Kafka's own topics; it can't be deleted from here."
            ),
            (ResourceOperation.Delete, _, not null) => PlannedSteps.Of(new DeleteTopic(resource.On, live.TopicId)),

            _ => throw new InvalidOperationException($"{resource.Operation} of {resource.On.Name} has no spec."),
        };

    private static CreateTopic Create(ResourceRequest resource, TopicSpec wanted) =>
        new(
            resource.On,
            wanted.Partitions,
            wanted.Replication,
            [.. wanted.Configs.Select(c => new ConfigMove(c.Key, null, c.Value))]
        );

    private static PlannedSteps Update(ResourceRequest resource, TopicSpec wanted, LiveTopic live)
    {
        if (wanted.Partitions < live.Partitions)
        {
            return PlannedSteps.No(
                $"{live.Name} has {live.Partitions} partitions, and Kafka can't take partitions away. Keep {live.Partitions} or more, or move to a new topic."
            );
        }

        if (wanted.Replication != live.Replication)
        {
            return PlannedSteps.No(
                $"{live.Name} is replicated {live.Replication} times. Changing that means moving its partitions between brokers, which this portal can't do yet. Keep {live.Replication}."
            );
        }

        // What was edited is wanted now. A whole spec may name what the topic's creation took and ignored: that is left out, and noted.
        if (resource.Base is not null && wanted.Configs.Keys.FirstOrDefault(live.Lacks) is { } lacking)
        {
            return PlannedSteps.No($"This cluster has no topic setting named {lacking}. Leave it out.");
        }

        var (on, configs) = (resource.On, TopicDiff.Configs(live, wanted));
        var moves = configs.ToLookup(m => TopicDiff.DestroysData(m, configs, live));
        var steps = new List<Step>();
        foreach (var destroys in moves.Select(m => m.Key).Order())
        {
            steps.Add(new AlterConfigs(on, live.TopicId, [.. moves[destroys]], destroys));
        }

        if (wanted.Partitions > live.Partitions)
        {
            steps.Add(new GrowPartitions(on, live.TopicId, live.Partitions, wanted.Partitions));
        }

        return new PlannedSteps.Needed(steps, TopicDiff.Lacking(live, wanted));
    }
}
