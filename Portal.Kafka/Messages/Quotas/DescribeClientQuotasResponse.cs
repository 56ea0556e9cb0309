using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Client quotas, each with who it is for.</summary>
public sealed record DescribeClientQuotasResponse : IWireFormat<DescribeClientQuotasResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }
    public string? ErrorMessage { get; init; }
    public Entry[]? Entries { get; init; }

    public static DescribeClientQuotasResponse Read(ref KafkaReader r, short v)
    {
        var m = new DescribeClientQuotasResponse
        {
            ThrottleTimeMs = r.Int32(),
            Error = r.Error(),
            ErrorMessage = r.NullableString(),
            Entries = r.NullableArray<Entry>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Error(Error);
        w.NullableString(ErrorMessage);
        w.NullableArray(Entries, v);
        w.NoTags();
    }

    public sealed record Entry : IWireFormat<Entry>
    {
        public QuotaEntity[] Entity { get; init; } = [];
        public QuotaValue[] Values { get; init; } = [];

        public static Entry Read(ref KafkaReader r, short v)
        {
            var m = new Entry { Entity = r.Array<QuotaEntity>(v), Values = r.Array<QuotaValue>(v) };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Array(Entity, v);
            w.Array(Values, v);
            w.NoTags();
        }
    }

    public sealed record QuotaEntity : IWireFormat<QuotaEntity>
    {
        public string EntityType { get; init; } = "";
        public string? EntityName { get; init; }

        public static QuotaEntity Read(ref KafkaReader r, short v)
        {
            var m = new QuotaEntity { EntityType = r.String(), EntityName = r.NullableString() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(EntityType);
            w.NullableString(EntityName);
            w.NoTags();
        }
    }

    public sealed record QuotaValue : IWireFormat<QuotaValue>
    {
        public string Key { get; init; } = "";
        public double Value { get; init; }

        public static QuotaValue Read(ref KafkaReader r, short v)
        {
            var m = new QuotaValue { Key = r.String(), Value = r.Float64() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Key);
            w.Float64(Value);
            w.NoTags();
        }
    }
}
