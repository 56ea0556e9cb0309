using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Quotas;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

internal static class CreateTopics
{
    private const short Strict = 6;

    public static CreateTopicsResponse Answer(Exchange on, CreateTopicsRequest request)
    {
        var twice = request
            .Topics.GroupBy(topic => topic.Name, StringComparer.Ordinal)
            .Where(same => same.Count() > 1)
            .Select(same => same.Key)
            .ToHashSet(StringComparer.Ordinal);
        var all = on.MayOnCluster(AclOperation.Create);
        var quota = on.Mutations(Strict);
        CreateTopicsResponse answer = new()
        {
            Topics =
            [
                .. request
                    .Topics.DistinctBy(topic => topic.Name, StringComparer.Ordinal)
                    .Select(topic =>
                        twice.Contains(topic.Name)
                            ? Refused(topic, new Refusal(ErrorCode.InvalidRequest, "Duplicate topic name."))
                        : !all && !on.MayOnTopic(AclOperation.Create, topic.Name)
                            ? Refused(topic, new Refusal(ErrorCode.TopicAuthorizationFailed, "Authorization failed."))
                        : Create(on, topic, request.ValidateOnly, quota)
                    ),
            ],
        };
        return answer with { ThrottleTimeMs = on.Silent(quota) };
    }

    private static CreateTopicsResponse.Result Create(
        Exchange on,
        CreateTopicsRequest.NewTopic asked,
        bool validateOnly,
        MutationQuota quota
    )
    {
        Refusal? refusal = null;
        ClusterEvent.TopicCreated? created = null;
        on.Cluster.Controller.Decide(state =>
        {
            (created, refusal) = TopicCreation.Decide(state, on.Cluster.Options, asked);
            if (created is not null && !quota.Takes(created.Replicas.Length))
            {
                (created, refusal) = (null, Refusal.OverQuota);
            }

            return created is null || validateOnly ? [] : [created];
        });
        return created is null ? Refused(asked, refusal!)
            : on.MayOnTopic(AclOperation.DescribeConfigs, asked.Name) ? Created(created, validateOnly)
            : new()
            {
                Name = created.Name,
                TopicId = validateOnly ? Guid.Empty : created.Id,
                TopicConfigError = ErrorCode.TopicAuthorizationFailed,
            };
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
