using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Commits offsets within a transaction. Version 5 is of the second transaction protocol, which isn't spoken.</summary>
public sealed record TxnOffsetCommitRequest : IKafkaRequest<TxnOffsetCommitRequest, TxnOffsetCommitResponse>
{
    public static ApiKey Key => ApiKey.TxnOffsetCommit;

    public static VersionRange Versions => new(0, 4, 3);

    public string TransactionalId { get; init; } = "";
    public string GroupId { get; init; } = "";
    public long ProducerId { get; init; }
    public short ProducerEpoch { get; init; }
    public int GenerationId { get; init; } = -1;
    public string MemberId { get; init; } = "";
    public string? GroupInstanceId { get; init; }
    public Topic[] Topics { get; init; } = [];

    public static TxnOffsetCommitRequest Read(ref KafkaReader r, short v)
    {
        var m = new TxnOffsetCommitRequest
        {
            TransactionalId = r.String(),
            GroupId = r.String(),
            ProducerId = r.Int64(),
            ProducerEpoch = r.Int16(),
            GenerationId = v >= 3 ? r.Int32() : -1,
            MemberId = v >= 3 ? r.String() : "",
            GroupInstanceId = v >= 3 ? r.NullableString() : null,
            Topics = r.Array<Topic>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.String(TransactionalId);
        w.String(GroupId);
        w.Int64(ProducerId);
        w.Int16(ProducerEpoch);
        if (v >= 3)
        {
            w.Int32(GenerationId);
            w.String(MemberId);
            w.NullableString(GroupInstanceId);
        }
        w.Array(Topics, v);
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
        public long CommittedOffset { get; init; }
        public int CommittedLeaderEpoch { get; init; } = -1;
        public string? CommittedMetadata { get; init; }

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition
            {
                PartitionIndex = r.Int32(),
                CommittedOffset = r.Int64(),
                CommittedLeaderEpoch = v >= 2 ? r.Int32() : -1,
                CommittedMetadata = r.NullableString(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            w.Int64(CommittedOffset);
            if (v >= 2)
            {
                w.Int32(CommittedLeaderEpoch);
            }
            w.NullableString(CommittedMetadata);
            w.NoTags();
        }
    }
}
