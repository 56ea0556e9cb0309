using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks leaders for the offset that belongs to a timestamp or to one of the special ones in <see cref="OffsetSpec"/>.</summary>
public sealed record ListOffsetsRequest : IKafkaRequest<ListOffsetsRequest, ListOffsetsResponse>
{
    public static ApiKey Key => ApiKey.ListOffsets;

    public static VersionRange Versions => new(1, 11, 6);

    /// <summary>The offset of the largest timestamp can be asked for from version 7 on.</summary>
    public short LeastVersion =>
        (short)(
            Topics.Any(topic => topic.Partitions.Any(p => p.Timestamp == OffsetSpec.OfLargestTimestamp))
                ? 7
                : Versions.Min
        );

    /// <summary>-1 for a client.</summary>
    public int ReplicaId { get; init; } = -1;

    /// <summary>With 1, the latest offset is the last stable one.</summary>
    public sbyte IsolationLevel { get; init; }

    public bool IsCommittedOnly => IsolationLevel == 1;

    public Topic[] Topics { get; init; } = [];
    public int TimeoutMs { get; init; }

    public static ListOffsetsRequest Read(ref KafkaReader r, short v)
    {
        var m = new ListOffsetsRequest
        {
            ReplicaId = r.Int32(),
            IsolationLevel = v >= 2 ? r.Int8() : (sbyte)0,
            Topics = r.Array<Topic>(v),
            TimeoutMs = v >= 10 ? r.Int32() : 0,
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ReplicaId);
        if (v >= 2)
        {
            w.Int8(IsolationLevel);
        }
        w.Array(Topics, v);
        if (v >= 10)
        {
            w.Int32(TimeoutMs);
        }
        w.NoTags();
    }

    public sealed record Topic : IWireFormat<Topic>
    {
        public string Name { get; init; } = "";
        public Partition[] Partitions { get; init; } = [];

        public static Topic Read(ref KafkaReader r, short v)
        {
            var m = new Topic { Name = r.String(), Partitions = r.Array<Partition>(v) };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.Array(Partitions, v);
            w.NoTags();
        }
    }

    public sealed record Partition : IWireFormat<Partition>
    {
        public int PartitionIndex { get; init; }
        public int CurrentLeaderEpoch { get; init; } = -1;
        public long Timestamp { get; init; }

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition
            {
                PartitionIndex = r.Int32(),
                CurrentLeaderEpoch = v >= 4 ? r.Int32() : -1,
                Timestamp = r.Int64(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            if (v >= 4)
            {
                w.Int32(CurrentLeaderEpoch);
            }
            w.Int64(Timestamp);
            w.NoTags();
        }
    }
}
