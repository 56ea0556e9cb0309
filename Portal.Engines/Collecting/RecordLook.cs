using Portal.Core.Changes.Judging;
using Portal.Kafka.Client;
using Portal.Kafka.Lag;
using Portal.Kafka.Messages;
using Portal.Kafka.Records;
using Portal.Kafka.Wire;

namespace Portal.Engines.Collecting;

/// <summary>Looks at what lies at an offset with one small fetch that waits for nothing, and another one where all of it is of an open transaction.</summary>
internal static class RecordLook
{
    private const int MostBytes = 64 * 1024;
    private const int MostUnpackedBytes = 1024 * 1024;

    public static async Task<Peek?> At(
        KafkaClient client,
        TopicColumns topics,
        Guid topic,
        int partition,
        long offset,
        CancellationToken stop
    )
    {
        var known = topics.Find(topic);
        if (topics.Ordinal(known, partition) is not { } ordinal || topics.Leaders[ordinal] < 0)
        {
            return null;
        }

        try
        {
            var leader = topics.Leaders[ordinal];
            var request = Fetch(topics.Names[known!.Value], topic, partition, offset);
            var committed = await Ask(client, leader, request with { IsolationLevel = 1 }, stop);
            if (committed is not { Error: ErrorCode.None })
            {
                return committed is { Error: ErrorCode.TopicAuthorizationFailed }
                    ? new Peek(null, OnlyMarkers: false) { IsRefused = true }
                    : null;
            }

            var found = Judge(committed, offset);
            if (found is not { WrittenAt: null, OnlyMarkers: false })
            {
                return found;
            }

            var isOpen = committed.LastStableOffset < committed.HighWatermark;
            return isOpen && await Ask(client, leader, request, stop) is { Error: ErrorCode.None } all
                ? Judge(all, offset) with
                {
                    IsCommitted = false,
                }
                : found;
        }
        catch (Exception unread) when (unread is KafkaException or MalformedFrameException)
        {
            // One of many looks; the lag stands as it is told without it.
            return null;
        }
    }

    private static async Task<FetchResponse.Partition?> Ask(
        KafkaClient client,
        int leader,
        FetchRequest request,
        CancellationToken stop
    )
    {
        var answer = await client.SendTo(leader, Call.Of(request), null, stop);
        return answer.Responses.SelectMany(t => t.Partitions).FirstOrDefault();
    }

    private static FetchRequest Fetch(string name, Guid topic, int partition, long offset) =>
        new()
        {
            MaxWaitMs = 0,
            MinBytes = 1,
            MaxBytes = MostBytes,
            Topics =
            [
                new FetchRequest.Topic
                {
                    Name = name,
                    TopicId = topic,
                    Partitions =
                    [
                        new FetchRequest.Partition
                        {
                            PartitionIndex = partition,
                            FetchOffset = offset,
                            PartitionMaxBytes = MostBytes,
                        },
                    ],
                },
            ],
        };

    private static Peek Judge(FetchResponse.Partition told, long offset)
    {
        var rest = told.Records ?? ReadOnlyMemory<byte>.Empty;
        var aborted = new AbortedBatches(told.AbortedTransactions ?? []);
        RecordBatch? skipped = null;
        var next = offset;
        while (RecordBatch.TryTake(ref rest, out var batch))
        {
            var isAborted = aborted.Holds(batch);
            if (batch.LastOffset < offset)
            {
                continue;
            }

            if (!batch.IsControl && !isAborted)
            {
                return new Peek(WrittenAt(skipped ?? batch, offset), OnlyMarkers: false, IsCommitted: true);
            }

            skipped = isAborted ? skipped ?? batch : skipped;
            next = batch.LastOffset + 1;
        }

        var isAll = next > offset && next >= told.HighWatermark;
        return skipped is { } first
            ? new Peek(WrittenAt(first, offset), OnlyMarkers: false, OnlyAborted: isAll)
            : new Peek(null, OnlyMarkers: isAll);
    }

    // Where the records can't be unpacked here, the batch's first timestamp is a little too old: the careful side.
    private static DateTimeOffset? WrittenAt(RecordBatch batch, long offset)
    {
        var atOrAfter = RecordBatchReader.First(batch, MostUnpackedBytes, record => record.Offset >= offset);
        return EngineText.Time(
            atOrAfter is RecordSearch.Found { Record: var found } ? found.TimestampMs
            : batch.IsLogAppendTime ? batch.MaxTimestamp
            : batch.BaseTimestamp
        );
    }
}
