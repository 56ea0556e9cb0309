using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Admin;

public sealed partial class KafkaAdmin
{
    /// <param name="validateOnly">Kafka's judgement, without doing it.</param>
    public async Task<IReadOnlyList<CreateTopicsResponse.Result>> Create(
        IReadOnlyList<CreateTopicsRequest.NewTopic> topics,
        bool validateOnly,
        Allowed allowed,
        CancellationToken stop
    )
    {
        var request = new CreateTopicsRequest
        {
            Topics = [.. topics],
            TimeoutMs = Milliseconds(allowed),
            ValidateOnly = validateOnly,
        };
        // Only from version 7 on the answer says which ids the topics were given.
        var call = Call.Of(request);
        call = call with { Versions = call.Versions with { Min = 7 } };
        var answer = await Act(call, a => a.Topics.Any(topic => IsElsewhere(topic.Error)), allowed, stop)
            .ConfigureAwait(false);
        return answer.Topics;
    }

    /// <summary>Deletes by id: what was created again under the name is safe.</summary>
    public async Task<IReadOnlyList<DeleteTopicsResponse.Result>> Delete(
        IReadOnlyList<Guid> ids,
        Allowed allowed,
        CancellationToken stop
    )
    {
        var request = new DeleteTopicsRequest
        {
            Topics = [.. ids.Select(id => new DeleteTopicsRequest.Target { TopicId = id })],
            TimeoutMs = Milliseconds(allowed),
        };
        var answer = await Act(
                Call.Of(request) with
                {
                    What = "DeleteTopics by id",
                },
                a => a.Responses.Any(topic => IsElsewhere(topic.Error)),
                allowed,
                stop
            )
            .ConfigureAwait(false);
        return answer.Responses;
    }

    /// <summary>Deletes a consumer group, where it is coordinated. One with members isn't deleted.</summary>
    public async Task<DeleteGroupsResponse.Result?> DeleteGroup(string group, Allowed allowed, CancellationToken stop)
    {
        var find = new FindCoordinatorRequest { KeyType = 0, CoordinatorKeys = [group] };
        var found = await client.SendAny(Call.Of(find), null, stop).ConfigureAwait(false);
        if (found.Coordinators is not [{ Error: ErrorCode.None } at, ..])
        {
            return found.Coordinators is [{ } unknown, ..] ? new() { GroupId = group, Error = unknown.Error } : null;
        }
        var request = new DeleteGroupsRequest { GroupsNames = [group] };
        return (
            await client.SendTo(at.NodeId, Call.Of(request), allowed, stop).ConfigureAwait(false)
        ).Results.SingleOrDefault();
    }

    /// <param name="counts">By topic: how many partitions there shall be.</param>
    public async Task<IReadOnlyList<CreatePartitionsResponse.Result>> Grow(
        IReadOnlyDictionary<string, int> counts,
        bool validateOnly,
        Allowed allowed,
        CancellationToken stop
    )
    {
        var request = new CreatePartitionsRequest
        {
            Topics = [.. counts.Select(c => new CreatePartitionsRequest.Topic { Name = c.Key, Count = c.Value })],
            TimeoutMs = Milliseconds(allowed),
            ValidateOnly = validateOnly,
        };
        var answer = await Act(Call.Of(request), a => a.Results.Any(topic => IsElsewhere(topic.Error)), allowed, stop)
            .ConfigureAwait(false);
        return answer.Results;
    }

    /// <param name="configs">By topic: each entry's new value, null for its default.</param>
    public async Task<IReadOnlyList<IncrementalAlterConfigsResponse.Result>> AlterTopicConfigs(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>> configs,
        bool validateOnly,
        Allowed allowed,
        CancellationToken stop
    )
    {
        var request = new IncrementalAlterConfigsRequest
        {
            Resources =
            [
                .. configs.Select(topic => new IncrementalAlterConfigsRequest.Resource
                {
                    ResourceType = ConfigResource.Topic,
                    ResourceName = topic.Key,
                    Configs = [.. topic.Value.Select(entry => Alteration(entry.Key, entry.Value))],
                }),
            ],
            ValidateOnly = validateOnly,
        };
        var answer = await Act(Call.Of(request), a => a.Responses.Any(topic => IsElsewhere(topic.Error)), allowed, stop)
            .ConfigureAwait(false);
        return answer.Responses;
    }

    private static IncrementalAlterConfigsRequest.Alteration Alteration(string name, string? value) =>
        new()
        {
            Name = name,
            ConfigOperation = value is null ? ConfigOperations.Delete : ConfigOperations.Set,
            Value = value,
        };

    // Nothing was done by a broker that isn't the controller, so it is asked again where the controller is now.
    private async Task<T> Act<T>(Call<T> call, Func<T, bool> isElsewhere, Allowed allowed, CancellationToken stop)
    {
        var answer = await client.SendController(call, allowed, stop).ConfigureAwait(false);
        if (!isElsewhere(answer))
        {
            return answer;
        }
        await client
            .Metadata(new MetadataRequest { Topics = [], AllowAutoTopicCreation = false }, stop)
            .ConfigureAwait(false);
        return await client.SendController(call, allowed, stop).ConfigureAwait(false);
    }

    private static bool IsElsewhere(ErrorCode error) => error == ErrorCode.NotController;

    private static int Milliseconds(Allowed allowed) =>
        (int)Math.Clamp(allowed.Within.TotalMilliseconds, 1, int.MaxValue);
}
