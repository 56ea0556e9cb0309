using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>The producers of each partition.</summary>
public sealed record DescribeProducersResponse : IWireFormat<DescribeProducersResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Topic[] Topics { get; init; } = [];

    public static DescribeProducersResponse Read(ref KafkaReader r, short v)
    {
        var m = new DescribeProducersResponse { ThrottleTimeMs = r.Int32(), Topics = r.Array<Topic>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
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
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }
        public Producer[] ActiveProducers { get; init; } = [];

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition
            {
                PartitionIndex = r.Int32(),
                Error = r.Error(),
                ErrorMessage = r.NullableString(),
                ActiveProducers = r.Array<Producer>(v),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            w.Error(Error);
            w.NullableString(ErrorMessage);
            w.Array(ActiveProducers, v);
            w.NoTags();
        }
    }

    public sealed record Producer : IWireFormat<Producer>
    {
        public long ProducerId { get; init; }
        public int ProducerEpoch { get; init; }
        public int LastSequence { get; init; } = -1;
        public long LastTimestamp { get; init; } = -1;
        public int CoordinatorEpoch { get; init; }

        /// <summary>-1 while no transaction is open.</summary>
        public long CurrentTxnStartOffset { get; init; } = -1;

        public static Producer Read(ref KafkaReader r, short v)
        {
            var m = new Producer
            {
                ProducerId = r.Int64(),
                ProducerEpoch = r.Int32(),
                LastSequence = r.Int32(),
                LastTimestamp = r.Int64(),
                CoordinatorEpoch = r.Int32(),
                CurrentTxnStartOffset = r.Int64(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int64(ProducerId);
            w.Int32(ProducerEpoch);
            w.Int32(LastSequence);
            w.Int64(LastTimestamp);
            w.Int32(CoordinatorEpoch);
            w.Int64(CurrentTxnStartOffset);
            w.NoTags();
        }
    }
}
