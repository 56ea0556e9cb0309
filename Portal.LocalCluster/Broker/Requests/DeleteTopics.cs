using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Quotas;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>By id or by name. An id names one topic for ever: what was made anew under the name is safe.</summary>
internal static class DeleteTopics
{
    private const short Strict = 5;

    public static DeleteTopicsResponse Answer(Exchange on, DeleteTopicsRequest request)
    {
        var targets =
            on.Version >= 6
                ? request.Topics
                : [.. request.TopicNames.Select(name => new DeleteTopicsRequest.Target { Name = name })];
        var quota = on.Mutations(Strict);
        DeleteTopicsResponse answer = new() { Responses = [.. targets.Select(target => Delete(on, target, quota))] };
        return answer with { ThrottleTimeMs = on.Silent(quota) };
    }

    private static DeleteTopicsResponse.Result Delete(
        Exchange on,
        DeleteTopicsRequest.Target target,
        MutationQuota quota
    )
    {
        if (Refusal(on, target) is { } refused)
        {
            return refused;
        }

        var cluster = on.Cluster;
        Topic? found = null;
        var isOver = false;
        cluster.Controller.Decide(state =>
        {
            found = target.TopicId == Guid.Empty ? state.Find(target.Name ?? "") : state.Find(target.TopicId);
            isOver = found is not null && !quota.Takes(found.Partitions.Length);
            return found is null || isOver ? [] : [new ClusterEvent.TopicDeleted(found.Id)];
        });
        if (isOver)
        {
            return new()
            {
                Name = found!.Name,
                TopicId = found.Id,
                Error = Topics.Refusal.OverQuota.Error,
            };
        }

        if (found is null)
        {
            return new()
            {
                Name = target.Name,
                TopicId = target.TopicId,
                Error = target.TopicId == Guid.Empty ? ErrorCode.UnknownTopicOrPartition : ErrorCode.UnknownTopicId,
                ErrorMessage =
                    target.TopicId == Guid.Empty
                        ? "This server does not host this topic-partition."
                        : "This server does not host this topic ID.",
            };
        }

        cluster.Logs.Delete(found);
        cluster.Groups.Offsets.Forget(found.Id);
        return new() { Name = found.Name, TopicId = found.Id };
    }

    // Whether a name is taken, and which name has an id, is for those to know who may describe it.
    private static DeleteTopicsResponse.Result? Refusal(Exchange on, DeleteTopicsRequest.Target target)
    {
        var name = target.TopicId == Guid.Empty ? target.Name : on.State.Find(target.TopicId)?.Name;
        var needed = name is null || on.State.Find(name) is null ? AclOperation.Describe : AclOperation.Delete;
        return name is null || on.MayOnCluster(AclOperation.Delete) || on.MayOnTopic(needed, name)
            ? null
            : new()
            {
                Name = target.Name ?? (on.MayOnTopic(AclOperation.Describe, name) ? name : null),
                TopicId = target.TopicId,
                Error = ErrorCode.TopicAuthorizationFailed,
                ErrorMessage = "Topic authorization failed.",
            };
    }
}
