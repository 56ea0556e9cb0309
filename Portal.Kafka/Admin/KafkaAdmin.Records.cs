using System.Runtime.CompilerServices;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Admin;

/// <param name="From">The first offset that is wanted.</param>
/// <param name="End">The one after the last.</param>
public sealed record WantedRecords(string Topic, Guid TopicId, int Partition, int Leader, long From, long End);

/// <param name="Records">Whole batches from the one that holds the first offset on, the last perhaps cut off.</param>
public sealed record FoundRecords(string Topic, int Partition, ErrorCode Error, ReadOnlyMemory<byte> Records);

public sealed partial class KafkaAdmin
{
    // An answer is read whole before the next is asked for, so that memory stays small however many topics there are.
    private const int PartitionsPerFetch = 32;

    /// <summary>Batches of each partition from an offset on, without waiting for any. Each has an answer, if only that nobody gave one.</summary>
    /// <param name="mostBytes">Of one partition, but never less than a batch.</param>
    public async IAsyncEnumerable<FoundRecords> Records(
        IEnumerable<WantedRecords> wanted,
        int mostBytes,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        foreach (var led in wanted.GroupBy(w => w.Leader))
        {
            foreach (var some in led.Chunk(PartitionsPerFetch))
            {
                foreach (var found in await Records(led.Key, some, mostBytes, stop).ConfigureAwait(false))
                {
                    yield return found;
                }
            }
        }
    }

    private async Task<IEnumerable<FoundRecords>> Records(
        int leader,
        WantedRecords[] wanted,
        int mostBytes,
        CancellationToken stop
    )
    {
        try
        {
            var request = Fetch(wanted, mostBytes);
            var answer = await client.SendTo(leader, Call.Of(request), null, stop).ConfigureAwait(false);
            var names = wanted.ToLookup(w => w.TopicId, w => w.Topic);
            return from topic in answer.Responses
                from p in topic.Partitions
                select new FoundRecords(
                    topic.Name.Length > 0 ? topic.Name : names[topic.TopicId].First(),
                    p.PartitionIndex,
                    p.Error,
                    p.Records ?? ReadOnlyMemory<byte>.Empty
                );
        }
        catch (KafkaException)
        {
            return wanted.Select(w => new FoundRecords(w.Topic, w.Partition, ErrorCode.NetworkException, default));
        }
    }

    private static FetchRequest Fetch(WantedRecords[] wanted, int mostBytes) =>
        new()
        {
            MinBytes = 1,
            MaxBytes = wanted.Length * mostBytes,
            Topics =
            [
                .. wanted
                    .GroupBy(w => (w.Topic, w.TopicId))
                    .Select(topic => new FetchRequest.Topic
                    {
                        Name = topic.Key.Topic,
                        TopicId = topic.Key.TopicId,
                        Partitions =
                        [
                            .. topic.Select(w => new FetchRequest.Partition
                            {
                                PartitionIndex = w.Partition,
                                FetchOffset = w.From,
                                PartitionMaxBytes = mostBytes,
                            }),
                        ],
                    }),
            ],
        };
}
