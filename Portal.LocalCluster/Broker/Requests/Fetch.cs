using Portal.Kafka.Messages;
using Portal.Kafka.Records;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Log;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>
/// Batches as they lie in the log. A fetch that finds less than it wants waits until an append, or its own time limit, wakes it. There
/// are no fetch sessions: the answer says session 0, and clients then send all partitions each time.
/// </summary>
internal static class Fetch
{
    public static async ValueTask<FetchResponse?> Answer(Exchange on, FetchRequest request)
    {
        if (request.SessionId != 0)
        {
            return new() { Error = ErrorCode.FetchSessionIdNotFound };
        }

        await WaitForEnough(on, request);
        var most = FetchedBytes.Most(on, request);
        await on.Room.Take(most, on.Stop);
        return Read(on, request, most);
    }

    private static async ValueTask WaitForEnough(Exchange on, FetchRequest request)
    {
        using var timeout = new CancellationTokenSource(
            TimeSpan.FromMilliseconds(Math.Max(request.MaxWaitMs, 0)),
            on.Cluster.Time
        );
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, on.Stop);
        while (true)
        {
            using var wait = new ArrivalWait(FetchedBytes.Logs(on, request));
            if (FetchedBytes.Available(on, request) >= request.MinBytes)
            {
                return;
            }

            try
            {
                await wait.Arrival.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!on.Stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private static FetchResponse Read(Exchange on, FetchRequest request, int most)
    {
        var left = most;
        var nothingYet = most > 0;
        var topics = new List<FetchResponse.Topic>(request.Topics.Length);
        foreach (var asked in request.Topics)
        {
            var topic = FetchedBytes.TopicOf(on, asked);
            var partitions = new List<FetchResponse.Partition>(asked.Partitions.Length);
            foreach (var partition in asked.Partitions)
            {
                var read = Read(on, topic, asked.Name, partition, left, nothingYet, request.IsCommittedOnly);
                var bytes = read.Records?.Length ?? 0;
                left = Math.Max(left - bytes, 0);
                nothingYet &= bytes == 0;
                partitions.Add(read);
            }

            topics.Add(
                new()
                {
                    Name = asked.Name,
                    TopicId = asked.TopicId,
                    Partitions = [.. partitions],
                }
            );
        }

        return new() { Responses = [.. topics] };
    }

    private static FetchResponse.Partition Read(
        Exchange on,
        Topic? topic,
        string name,
        FetchRequest.Partition asked,
        int left,
        bool atLeastOne,
        bool committed
    )
    {
        var fault = FetchedBytes.Fault(on, topic, name, asked);
        if (fault != ErrorCode.None || on.Cluster.Logs.Find(topic!.Id, asked.PartitionIndex) is not { } log)
        {
            return Refused(asked, fault == ErrorCode.None ? ErrorCode.UnknownTopicOrPartition : fault);
        }

        if (
            log.Read(asked.FetchOffset, Math.Min(left, asked.PartitionMaxBytes), atLeastOne, committed, on.Memory)
            is not { } read
        )
        {
            return Refused(asked, ErrorCode.OffsetOutOfRange);
        }

        // The ends are read after the records, so that a reader is never told an end before what it was given.
        var stable = log.LastStableOffset;
        return new()
        {
            PartitionIndex = asked.PartitionIndex,
            HighWatermark = log.EndOffset,
            LastStableOffset = stable,
            LogStartOffset = log.StartOffset,
            AbortedTransactions = read.Aborted is { } aborted ? [.. aborted.Select(Aborted)] : null,
            Records = read.Records,
        };
    }

    private static FetchResponse.AbortedTransaction Aborted(AbortedTransaction aborted) =>
        new() { ProducerId = aborted.ProducerId, FirstOffset = aborted.FirstOffset };

    private static FetchResponse.Partition Refused(FetchRequest.Partition asked, ErrorCode error) =>
        new()
        {
            PartitionIndex = asked.PartitionIndex,
            Error = error,
            HighWatermark = -1,
            Records = ReadOnlyMemory<byte>.Empty,
        };
}
