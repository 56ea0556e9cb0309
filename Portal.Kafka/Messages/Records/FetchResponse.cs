using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Record batches as they lie in the log.</summary>
public sealed record FetchResponse : IWireFormat<FetchResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }
    public int SessionId { get; init; }
    public Topic[] Responses { get; init; } = [];

    public static FetchResponse Read(ref KafkaReader r, short v)
    {
        var m = new FetchResponse
        {
            ThrottleTimeMs = r.Int32(),
            Error = v >= 7 ? r.Error() : ErrorCode.None,
            SessionId = v >= 7 ? r.Int32() : 0,
            Responses = r.Array<Topic>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        if (v >= 7)
        {
            w.Error(Error);
            w.Int32(SessionId);
        }
        w.Array(Responses, v);
        w.NoTags();
    }

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
        public ErrorCode Error { get; init; }
        public long HighWatermark { get; init; }
        public long LastStableOffset { get; init; } = -1;
        public long LogStartOffset { get; init; } = -1;
        public AbortedTransaction[]? AbortedTransactions { get; init; }
        public int PreferredReadReplica { get; init; } = -1;
        public ReadOnlyMemory<byte>? Records { get; init; }

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition
            {
                PartitionIndex = r.Int32(),
                Error = r.Error(),
                HighWatermark = r.Int64(),
                LastStableOffset = r.Int64(),
                LogStartOffset = v >= 5 ? r.Int64() : -1,
                AbortedTransactions = r.NullableArray<AbortedTransaction>(v),
                PreferredReadReplica = v >= 11 ? r.Int32() : -1,
                Records = r.NullableBytes(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            w.Error(Error);
            w.Int64(HighWatermark);
            w.Int64(LastStableOffset);
            if (v >= 5)
            {
                w.Int64(LogStartOffset);
            }
            w.NullableArray(AbortedTransactions, v);
            if (v >= 11)
            {
                w.Int32(PreferredReadReplica);
            }
            w.NullableBytes(Records);
            w.NoTags();
        }
    }

    public sealed record AbortedTransaction : IWireFormat<AbortedTransaction>
    {
        public long ProducerId { get; init; }
        public long FirstOffset { get; init; }

        public static AbortedTransaction Read(ref KafkaReader r, short v)
        {
            var m = new AbortedTransaction { ProducerId = r.Int64(), FirstOffset = r.Int64() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int64(ProducerId);
            w.Int64(FirstOffset);
            w.NoTags();
        }
    }
}
