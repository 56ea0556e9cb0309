using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Where the batches were appended, or why not.</summary>
public sealed record ProduceResponse : IWireFormat<ProduceResponse>
{
    public Topic[] Responses { get; init; } = [];
    public int ThrottleTimeMs { get; init; }

    public static ProduceResponse Read(ref KafkaReader r, short v)
    {
        var m = new ProduceResponse { Responses = r.Array<Topic>(v), ThrottleTimeMs = r.Int32() };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Array(Responses, v);
        w.Int32(ThrottleTimeMs);
        w.NoTags();
    }

    public sealed record Topic : IWireFormat<Topic>
    {
        public string Name { get; init; } = "";
        public Guid TopicId { get; init; }
        public Partition[] PartitionResponses { get; init; } = [];

        public static Topic Read(ref KafkaReader r, short v)
        {
            var m = new Topic
            {
                Name = v <= 12 ? r.String() : "",
                TopicId = v >= 13 ? r.Uuid() : Guid.Empty,
                PartitionResponses = r.Array<Partition>(v),
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
            w.Array(PartitionResponses, v);
            w.NoTags();
        }
    }

    public sealed record Partition : IWireFormat<Partition>
    {
        public int Index { get; init; }
        public ErrorCode Error { get; init; }
        public long BaseOffset { get; init; }
        public long LogAppendTimeMs { get; init; } = -1;
        public long LogStartOffset { get; init; } = -1;
        public RecordError[] RecordErrors { get; init; } = [];
        public string? ErrorMessage { get; init; }

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition
            {
                Index = r.Int32(),
                Error = r.Error(),
                BaseOffset = r.Int64(),
                LogAppendTimeMs = r.Int64(),
                LogStartOffset = v >= 5 ? r.Int64() : -1,
                RecordErrors = v >= 8 ? r.Array<RecordError>(v) : [],
                ErrorMessage = v >= 8 ? r.NullableString() : null,
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(Index);
            w.Error(Error);
            w.Int64(BaseOffset);
            w.Int64(LogAppendTimeMs);
            if (v >= 5)
            {
                w.Int64(LogStartOffset);
            }
            if (v >= 8)
            {
                w.Array(RecordErrors, v);
                w.NullableString(ErrorMessage);
            }
            w.NoTags();
        }
    }

    public sealed record RecordError : IWireFormat<RecordError>
    {
        public int BatchIndex { get; init; }
        public string? BatchIndexErrorMessage { get; init; }

        public static RecordError Read(ref KafkaReader r, short v)
        {
            var m = new RecordError
            {
                BatchIndex = v >= 8 ? r.Int32() : 0,
                BatchIndexErrorMessage = v >= 8 ? r.NullableString() : null,
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            if (v >= 8)
            {
                w.Int32(BatchIndex);
                w.NullableString(BatchIndexErrorMessage);
            }
            w.NoTags();
        }
    }
}
