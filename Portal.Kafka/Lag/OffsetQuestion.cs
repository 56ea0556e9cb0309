using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Lag;

/// <summary>Which offset of each partition is asked for.</summary>
public enum OffsetView
{
    /// <summary>The high watermark.</summary>
    End,

    /// <summary>The last stable offset: how far a reader of committed records can come.</summary>
    StableEnd,

    /// <summary>The first offset that is still there.</summary>
    Earliest,
}

/// <summary>One ListOffsets request for all partitions a broker leads, read straight into columns.</summary>
internal static class OffsetQuestion
{
    public static Call<LedOffsets> About(TopicColumns topics, int leader, OffsetView view, NamePool names)
    {
        var request = new ListOffsetsRequest
        {
            IsolationLevel = (sbyte)(view == OffsetView.StableEnd ? 1 : 0),
            Topics = [.. LedBy(topics, leader, view == OffsetView.Earliest ? OffsetSpec.Earliest : OffsetSpec.Latest)],
        };
        // Leader epochs are there from version 4 on.
        var versions = ListOffsetsRequest.Versions with
        {
            Min = 4,
        };
        return new(ApiKey.ListOffsets, versions, request.Write, (ref r, v) => Read(ref r, topics, names));
    }

    private static IEnumerable<ListOffsetsRequest.Topic> LedBy(TopicColumns topics, int leader, long timestamp)
    {
        for (var topic = 0; topic < topics.TopicCount; topic++)
        {
            var leaders = topics.Leaders.AsMemory(topics.FirstPartition[topic], topics.PartitionsOf(topic));
            var led = new ListOffsetsRequest.Partition[leaders.Span.Count(leader)];
            var next = 0;
            for (var partition = 0; next < led.Length; partition++)
            {
                if (leaders.Span[partition] == leader)
                {
                    led[next++] = new() { PartitionIndex = partition, Timestamp = timestamp };
                }
            }
            if (led.Length > 0)
            {
                yield return new() { Name = topics.Names[topic], Partitions = led };
            }
        }
    }

    private static LedOffsets Read(ref KafkaReader r, TopicColumns topics, NamePool names)
    {
        r.Int32();
        var found = new LedOffsets([], [], []);
        for (var left = r.Count(1); left > 0; left--)
        {
            var topic = topics.Find(names.Get(r.Utf8()));
            for (var partitions = r.Count(1); partitions > 0; partitions--)
            {
                var partition = r.Int32();
                var error = r.Error();
                r.Int64();
                var offset = r.Int64();
                r.Int32();
                r.SkipTags();
                if (topics.Ordinal(topic, partition) is { } ordinal)
                {
                    found.Ordinals.Add(ordinal);
                    found.Offsets.Add(error == ErrorCode.None ? offset : -1);
                    found.Errors.Add(error);
                }
            }
            r.SkipTags();
        }
        return found;
    }
}

/// <summary>What one leader said about its partitions.</summary>
internal sealed record LedOffsets(List<int> Ordinals, List<long> Offsets, List<ErrorCode> Errors);
