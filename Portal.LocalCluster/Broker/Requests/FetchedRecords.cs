using Portal.Kafka.Messages;
using Portal.Kafka.Records;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Log;
using Portal.LocalCluster.Security;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>The records that a fetch is given, partition by partition, as far as there is room. The answer has them in the order of the request.</summary>
/// <param name="most">Bytes of records; a whole batch in any case.</param>
internal sealed class FetchedRecords(Exchange on, FetchRequest request, int most)
{
    private readonly Topic?[] _topics = Array.ConvertAll(request.Topics, asked => FetchedBytes.TopicOf(on, asked));
    private readonly FetchResponse.Partition[][] _answers = Array.ConvertAll(
        request.Topics,
        asked => new FetchResponse.Partition[asked.Partitions.Length]
    );
    private int _left = most;
    private bool _isEmpty = most > 0;

    /// <summary>Whose turn was the last; null: nobody's.</summary>
    public FetchedPartition? Last { get; private set; }

    public FetchResponse InOrder()
    {
        for (var topic = 0; topic < _answers.Length; topic++)
        {
            for (var partition = 0; partition < _answers[topic].Length; partition++)
            {
                Read(topic, partition);
            }
        }

        return Answer();
    }

    /// <summary>
    /// Those that come after the one that had its turn last are served first. Clients go round the partitions from one fetch to the next
    /// themselves, and under a quota some fetches are given nothing: by their order alone the same ones would go empty each time.
    /// </summary>
    public FetchResponse InTurn()
    {
        var last = on.Client.LastFetched ?? default;
        var served = Places().Select(place => (Place: place, Of: At(place))).OrderBy(each => each.Of).ToList();
        foreach (
            var (place, of) in served
                .Where(s => s.Of.CompareTo(last) > 0)
                .Concat(served.Where(s => s.Of.CompareTo(last) <= 0))
        )
        {
            if (Read(place.Topic, place.Partition) > 0)
            {
                Last = of;
            }
        }

        return Answer();
    }

    private IEnumerable<(int Topic, int Partition)> Places() =>
        _answers.SelectMany((of, topic) => Enumerable.Range(0, of.Length).Select(partition => (topic, partition)));

    private FetchedPartition At((int Topic, int Partition) place)
    {
        var topic = request.Topics[place.Topic];
        return new(topic.Name ?? "", topic.TopicId, topic.Partitions[place.Partition].PartitionIndex);
    }

    private int Read(int topic, int partition)
    {
        var read = Of(_topics[topic], request.Topics[topic].Name, request.Topics[topic].Partitions[partition]);
        var bytes = read.Records?.Length ?? 0;
        _left = Math.Max(_left - bytes, 0);
        _isEmpty &= bytes == 0;
        _answers[topic][partition] = read;
        return bytes;
    }

    private FetchResponse Answer() =>
        new()
        {
            Responses =
            [
                .. request.Topics.Select(
                    (asked, topic) =>
                        new FetchResponse.Topic
                        {
                            Name = asked.Name,
                            TopicId = asked.TopicId,
                            Partitions = _answers[topic],
                        }
                ),
            ],
        };

    private FetchResponse.Partition Of(Topic? topic, string name, FetchRequest.Partition asked)
    {
        var fault = FetchedBytes.Fault(on, topic, name, asked);
        if (fault != ErrorCode.None || on.Cluster.Logs.Find(topic!.Id, asked.PartitionIndex) is not { } log)
        {
            return Refused(asked, fault == ErrorCode.None ? ErrorCode.UnknownTopicOrPartition : fault);
        }

        if (
            log.Read(
                asked.FetchOffset,
                Math.Min(_left, asked.PartitionMaxBytes),
                _isEmpty,
                request.IsCommittedOnly,
                on.Memory
            )
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
