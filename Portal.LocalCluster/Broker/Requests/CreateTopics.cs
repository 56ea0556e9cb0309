using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

internal static class CreateTopics
{
    public static CreateTopicsResponse Answer(Exchange on, CreateTopicsRequest request)
    {
        var twice = request
            .Topics.GroupBy(topic => topic.Name, StringComparer.Ordinal)
            .Where(same => same.Count() > 1)
            .Select(same => same.Key)
            .ToHashSet(StringComparer.Ordinal);
        return new()
        {
            Topics =
            [
                .. request
                    .Topics.DistinctBy(topic => topic.Name, StringComparer.Ordinal)
                    .Select(topic =>
                        twice.Contains(topic.Name)
                            ? Refused(topic, new Refusal(ErrorCode.InvalidRequest, "Duplicate topic name."))
                            : Create(on.Cluster, topic, request.ValidateOnly)
                    ),
            ],
        };
    }

    private static CreateTopicsResponse.Result Create(
        Cluster cluster,
        CreateTopicsRequest.NewTopic asked,
        bool validateOnly
    )
    {
        Refusal? refusal = null;
        ClusterEvent.TopicCreated? created = null;
        cluster.Controller.Decide(state =>
        {
            (created, refusal) = TopicCreation.Decide(state, cluster.Options, asked);
            return created is null || validateOnly ? [] : [created];
        });
        return created is null ? Refused(asked, refusal!) : Created(created, validateOnly);
    }

    private static CreateTopicsResponse.Result Refused(CreateTopicsRequest.NewTopic asked, Refusal refusal) =>
        new()
        {
            Name = asked.Name,
            Error = refusal.Error,
            ErrorMessage = refusal.Words,
        };

    private static CreateTopicsResponse.Result Created(ClusterEvent.TopicCreated created, bool validateOnly) =>
        new()
        {
            Name = created.Name,
            TopicId = validateOnly ? Guid.Empty : created.Id,
            NumPartitions = created.Replicas.Length,
            ReplicationFactor = (short)created.Replicas[0].Length,
            Configs = [.. TopicConfigs.All.Select(definition => Described(definition, created))],
        };

    private static CreateTopicsResponse.Config Described(ConfigDefinition definition, ClusterEvent.TopicCreated created)
    {
        var own = created.Configs.GetValueOrDefault(definition.Name);
        return new()
        {
            Name = definition.Name,
            Value = own ?? definition.Default,
            ConfigSource = own is null ? ConfigSources.Default : ConfigSources.Topic,
        };
    }
}
