using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Record batches to be appended, by topic and partition.</summary>
public sealed record ProduceRequest : IKafkaRequest<ProduceRequest, ProduceResponse>
{
    public static ApiKey Key => ApiKey.Produce;

    public static VersionRange Versions => new(3, 13, 9);

    /// <summary>Names are understood up to version 12, ids from 13 on.</summary>
    public short MostVersion => (short)(TopicData.Any(topic => topic.TopicId == Guid.Empty) ? 12 : Versions.Max);

    public string? TransactionalId { get; init; }

    /// <summary>0: no answer is sent. 1: the leader has it. -1: every replica in sync has it.</summary>
    public short Acks { get; init; }

    /// <summary>How long the broker may wait for replicas.</summary>
    public int TimeoutMs { get; init; }

    public Topic[] TopicData { get; init; } = [];

    public static ProduceRequest Read(ref KafkaReader r, short v)
    {
        var m = new ProduceRequest
        {
            TransactionalId = r.NullableString(),
            Acks = r.Int16(),
            TimeoutMs = r.Int32(),
            TopicData = r.Array<Topic>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.NullableString(TransactionalId);
        w.Int16(Acks);
        w.Int32(TimeoutMs);
        w.Array(TopicData, v);
        w.NoTags();
    }

    public sealed record Topic : IWireFormat<Topic>
    {
        public string Name { get; init; } = "";
        public Guid TopicId { get; init; }
        public Partition[] PartitionData { get; init; } = [];

        public static Topic Read(ref KafkaReader r, short v)
        {
            var m = new Topic
            {
                Name = v <= 12 ? r.String() : "",
                TopicId = v >= 13 ? r.Uuid() : Guid.Empty,
                PartitionData = r.Array<Partition>(v),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            if (v <= 12)
            {
                w.String(Name);
            }
            if (v >= 13)
            {
                w.Uuid(TopicId);
            }
            w.Array(PartitionData, v);
            w.NoTags();
        }
    }

    public sealed record Partition : IWireFormat<Partition>
    {
        public int Index { get; init; }
        public ReadOnlyMemory<byte>? Records { get; init; }

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition { Index = r.Int32(), Records = r.NullableBytes() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(Index);
            w.NullableBytes(Records);
            w.NoTags();
        }
    }
}
