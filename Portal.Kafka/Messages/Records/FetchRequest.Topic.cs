using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

public sealed partial record FetchRequest
{
    public sealed record Topic : IWireFormat<Topic>
    {
        public string Name { get; init; } = "";
        public Guid TopicId { get; init; }
        public Partition[] Partitions { get; init; } = [];

        public static Topic Read(ref KafkaReader r, short v)
        {
            var m = new Topic
            {
                Name = v <= 12 ? r.String() : "",
                TopicId = v >= 13 ? r.Uuid() : Guid.Empty,
                Partitions = r.Array<Partition>(v),
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
            w.Array(Partitions, v);
            w.NoTags();
        }
    }

    public sealed record Partition : IWireFormat<Partition>
    {
        public int PartitionIndex { get; init; }
        public int CurrentLeaderEpoch { get; init; } = -1;
        public long FetchOffset { get; init; }
        public int LastFetchedEpoch { get; init; } = -1;
        public long LogStartOffset { get; init; } = -1;
        public int PartitionMaxBytes { get; init; }

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition
            {
                PartitionIndex = r.Int32(),
                CurrentLeaderEpoch = v >= 9 ? r.Int32() : -1,
                FetchOffset = r.Int64(),
                LastFetchedEpoch = v >= 12 ? r.Int32() : -1,
                LogStartOffset = v >= 5 ? r.Int64() : -1,
                PartitionMaxBytes = r.Int32(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            if (v >= 9)
            {
                w.Int32(CurrentLeaderEpoch);
            }
            w.Int64(FetchOffset);
            if (v >= 12)
            {
                w.Int32(LastFetchedEpoch);
            }
            if (v >= 5)
            {
                w.Int64(LogStartOffset);
            }
            w.Int32(PartitionMaxBytes);
            w.NoTags();
        }
    }

    public sealed record ForgottenTopic : IWireFormat<ForgottenTopic>
    {
        public string Name { get; init; } = "";
        public Guid TopicId { get; init; }
        public int[] Partitions { get; init; } = [];

        public static ForgottenTopic Read(ref KafkaReader r, short v)
        {
            var m = new ForgottenTopic
            {
                Name = v is >= 7 and <= 12 ? r.String() : "",
                TopicId = v >= 13 ? r.Uuid() : Guid.Empty,
                Partitions = v >= 7 ? r.Int32Array() : [],
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            if (v is >= 7 and <= 12)
            {
                w.String(Name);
            }
            if (v >= 13)
            {
                w.Uuid(TopicId);
            }
            if (v >= 7)
            {
                w.Int32Array(Partitions);
            }
            w.NoTags();
        }
    }
}
