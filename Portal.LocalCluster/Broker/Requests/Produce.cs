using System.Runtime.InteropServices;
using Portal.Kafka.Messages;
using Portal.Kafka.Records;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Quotas;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>Batches go to the logs of their partitions; each is answered for by itself.</summary>
internal static class Produce
{
    private const short All = -1;
    private const short None = 0;

    public static ValueTask<ProduceResponse?> Answer(Exchange on, ProduceRequest request)
    {
        var topics = request.TopicData.Select(topic => Append(on, request, topic)).ToArray();
        var silence = on.Cluster.Quotas.Take(
            on.State.Quotas,
            on.Measured,
            QuotaKeys.Produced,
            on.RequestBytes,
            keep: true
        );
        on.Client.Throttle(silence);
        if (request.Acks != None)
        {
            return ValueTask.FromResult<ProduceResponse?>(
                new() { Responses = topics, ThrottleTimeMs = (int)silence.TotalMilliseconds }
            );
        }

        // Nobody listens for an answer, so a refusal can only be told by closing the connection.
        var refused = topics
            .SelectMany(topic => topic.PartitionResponses)
            .FirstOrDefault(p => p.Error != ErrorCode.None);
        return refused is null
            ? ValueTask.FromResult<ProduceResponse?>(null)
            : throw new ConnectionEndedException($"a produce request with acks=0 met {refused.Error}");
    }

    private static ProduceResponse.Topic Append(Exchange on, ProduceRequest request, ProduceRequest.Topic asked)
    {
        var byId = on.Version >= 13;
        var topic = byId ? on.State.Find(asked.TopicId) : on.State.Find(asked.Name);
        var refusal =
            topic is null && byId ? ErrorCode.UnknownTopicId
            : on.MayOnTopic(AclOperation.Write, topic?.Name ?? asked.Name) ? ErrorCode.None
            : ErrorCode.TopicAuthorizationFailed;
        return new()
        {
            Name = asked.Name,
            TopicId = asked.TopicId,
            PartitionResponses =
            [
                .. asked.PartitionData.Select(partition =>
                    refusal == ErrorCode.None
                        ? Append(on, request, topic, partition)
                        : BatchAppend.Refused(partition.Index, refusal)
                ),
            ],
        };
    }

    private static ProduceResponse.Partition Append(
        Exchange on,
        ProduceRequest request,
        Topic? topic,
        ProduceRequest.Partition data
    )
    {
        var fault = RequestFault(on, request, topic, data.Index);
        if (fault != ErrorCode.None)
        {
            return BatchAppend.Refused(data.Index, fault);
        }

        if (ProducedBatch.Refusal(data.Records ?? default, topic!.Settings, on.Cluster.NowMs) is { } refusal)
        {
            return BatchAppend.Refused(data.Index, refusal.Error, refusal.Words);
        }

        try
        {
            // The bytes are this request's own, in memory that nobody else sees: the log may write its offset into them.
            var batch = MemoryMarshal.AsMemory(data.Records!.Value);
            return BatchAppend.Append(on, request.TransactionalId, topic, data.Index, batch);
        }
        catch (IOException notWritten)
        {
            return BatchAppend.Refused(data.Index, ErrorCode.KafkaStorageError, notWritten.Message);
        }
    }

    private static ErrorCode RequestFault(Exchange on, ProduceRequest request, Topic? topic, int partition)
    {
        if (request.Acks is not (None or 1 or All))
        {
            return ErrorCode.InvalidRequiredAcks;
        }

        var fault = on.LeaderFault(topic, partition);
        var tooFew = fault == ErrorCode.None && request.Acks == All && HasTooFewReplicas(topic!, partition);
        return tooFew ? ErrorCode.NotEnoughReplicas : fault;
    }

    /// <summary>A topic can't ask for more than it has replicas at all; Kafka lowers the demand to that.</summary>
    private static bool HasTooFewReplicas(Topic topic, int number)
    {
        var partition = topic.Partitions[number];
        return partition.InSync.Length < Math.Min(topic.Settings.MinInsyncReplicas, partition.Replicas.Length);
    }
}
