using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Whether each partition belongs to the transaction now.</summary>
public sealed record AddPartitionsToTxnResponse : IWireFormat<AddPartitionsToTxnResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Topic[] Results { get; init; } = [];

    public static AddPartitionsToTxnResponse Read(ref KafkaReader r, short v)
    {
        var m = new AddPartitionsToTxnResponse { ThrottleTimeMs = r.Int32(), Results = r.Array<Topic>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Array(Results, v);
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

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition { PartitionIndex = r.Int32(), Error = r.Error() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            w.Error(Error);
            w.NoTags();
        }
    }
}
