using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Quotas;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

internal static class CreatePartitions
{
    private const short Strict = 3;

    public static CreatePartitionsResponse Answer(Exchange on, CreatePartitionsRequest request)
    {
        var quota = on.Mutations(Strict);
        CreatePartitionsResponse answer = new()
        {
            Results = [.. request.Topics.Select(asked => Grow(on, asked, request.ValidateOnly, quota))],
        };
        return answer with { ThrottleTimeMs = on.Silent(quota) };
    }

    private static CreatePartitionsResponse.Result Grow(
        Exchange on,
        CreatePartitionsRequest.Topic asked,
        bool validateOnly,
        MutationQuota quota
    )
    {
        Refusal? refusal = null;
        if (on.MayOnTopic(AclOperation.Alter, asked.Name))
        {
            on.Cluster.Controller.Decide(state =>
            {
                (var added, refusal) = PartitionGrowth.Decide(state, on.Cluster.Options, asked);
                if (added is not null && !quota.Takes(added.Replicas.Length))
                {
                    (added, refusal) = (null, Refusal.OverQuota);
                }

                return added is null || validateOnly ? [] : [added];
            });
        }
        else
        {
            refusal = new(ErrorCode.TopicAuthorizationFailed, "Topic authorization failed.");
        }

        return new()
        {
            Name = asked.Name,
            Error = refusal?.Error ?? ErrorCode.None,
            ErrorMessage = refusal?.Words,
        };
    }
}
