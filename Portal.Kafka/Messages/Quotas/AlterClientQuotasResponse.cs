using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Each change of a client quota, or why it was refused.</summary>
public sealed record AlterClientQuotasResponse : IWireFormat<AlterClientQuotasResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Entry[] Entries { get; init; } = [];

    public static AlterClientQuotasResponse Read(ref KafkaReader r, short v)
    {
        var m = new AlterClientQuotasResponse { ThrottleTimeMs = r.Int32(), Entries = r.Array<Entry>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Array(Entries, v);
        w.NoTags();
    }

    public sealed record Entry : IWireFormat<Entry>
    {
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }
        public QuotaEntity[] Entity { get; init; } = [];

        public static Entry Read(ref KafkaReader r, short v)
        {
            var m = new Entry
            {
                Error = r.Error(),
                ErrorMessage = r.NullableString(),
                Entity = r.Array<QuotaEntity>(v),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Error(Error);
            w.NullableString(ErrorMessage);
            w.Array(Entity, v);
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
}
