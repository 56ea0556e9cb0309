using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Sets and removes client quotas.</summary>
public sealed record AlterClientQuotasRequest : IKafkaRequest<AlterClientQuotasRequest, AlterClientQuotasResponse>
{
    public static ApiKey Key => ApiKey.AlterClientQuotas;

    public static VersionRange Versions => new(0, 1, 1);

    public Entry[] Entries { get; init; } = [];
    public bool ValidateOnly { get; init; }

    public static AlterClientQuotasRequest Read(ref KafkaReader r, short v)
    {
        var m = new AlterClientQuotasRequest { Entries = r.Array<Entry>(v), ValidateOnly = r.Bool() };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Array(Entries, v);
        w.Bool(ValidateOnly);
        w.NoTags();
    }

    public sealed record Entry : IWireFormat<Entry>
    {
        public QuotaEntity[] Entity { get; init; } = [];
        public Operation[] Ops { get; init; } = [];

        public static Entry Read(ref KafkaReader r, short v)
        {
            var m = new Entry { Entity = r.Array<QuotaEntity>(v), Ops = r.Array<Operation>(v) };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Array(Entity, v);
            w.Array(Ops, v);
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

    public sealed record Operation : IWireFormat<Operation>
    {
        public string Key { get; init; } = "";
        public double Value { get; init; }
        public bool Remove { get; init; }

        public static Operation Read(ref KafkaReader r, short v)
        {
            var m = new Operation
            {
                Key = r.String(),
                Value = r.Float64(),
                Remove = r.Bool(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Key);
            w.Float64(Value);
            w.Bool(Remove);
            w.NoTags();
        }
    }
}
