using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

public sealed partial record OffsetFetchResponse
{
    public sealed record Partition : IWireFormat<Partition>
    {
        public int PartitionIndex { get; init; }
        public long CommittedOffset { get; init; }
        public int CommittedLeaderEpoch { get; init; } = -1;
        public string? Metadata { get; init; }
        public ErrorCode Error { get; init; }

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition
            {
                PartitionIndex = v >= 8 ? r.Int32() : 0,
                CommittedOffset = v >= 8 ? r.Int64() : 0,
                CommittedLeaderEpoch = v >= 8 ? r.Int32() : -1,
                Metadata = v >= 8 ? r.NullableString() : null,
                Error = v >= 8 ? r.Error() : ErrorCode.None,
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            if (v >= 8)
            {
                w.Int32(PartitionIndex);
                w.Int64(CommittedOffset);
                w.Int32(CommittedLeaderEpoch);
                w.NullableString(Metadata);
                w.Error(Error);
            }
            w.NoTags();
        }
    }
}
