using Portal.Core.Changes.Judging;
using Portal.Kafka.Client;
using Portal.Kafka.Lag;
using Portal.Kafka.Messages;
using Portal.Kafka.Records;
using Portal.Kafka.Wire;

namespace Portal.Engines.Collecting;

/// <summary>Looks at what lies at an offset with one small fetch that waits for nothing.</summary>
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
            var answer = await client.SendTo(
                topics.Leaders[ordinal],
                Call.Of(Fetch(topics.Names[known!.Value], topic, partition, offset)),
                null,
                stop
            );
            var told = answer.Responses.SelectMany(t => t.Partitions).FirstOrDefault();
            return told is { Error: ErrorCode.None } ? Judge(told, offset) : null;
        }
        catch (Exception unread) when (unread is KafkaException or MalformedFrameException)
        {
            // One of many looks; the lag stands as it is told without it.
            return null;
        }
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
        var next = offset;
        while (RecordBatch.TryTake(ref rest, out var batch))
        {
            if (batch.LastOffset < offset)
            {
                continue;
            }

            if (!batch.IsControl)
            {
                return new Peek(WrittenAt(batch, offset), OnlyMarkers: false);
            }

            next = batch.LastOffset + 1;
        }

        return new Peek(null, OnlyMarkers: next > offset && next >= told.HighWatermark);
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
