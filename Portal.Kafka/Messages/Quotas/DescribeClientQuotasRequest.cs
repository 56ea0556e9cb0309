using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks for client quotas, by user, client id and address.</summary>
public sealed record DescribeClientQuotasRequest
    : IKafkaRequest<DescribeClientQuotasRequest, DescribeClientQuotasResponse>
{
    public static ApiKey Key => ApiKey.DescribeClientQuotas;

    public static VersionRange Versions => new(0, 1, 1);

    /// <summary>A match type: whatever the name.</summary>
    public const sbyte AnyName = 2;

    public Component[] Components { get; init; } = [];
    public bool Strict { get; init; }

    public static DescribeClientQuotasRequest Read(ref KafkaReader r, short v)
    {
        var m = new DescribeClientQuotasRequest { Components = r.Array<Component>(v), Strict = r.Bool() };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Array(Components, v);
        w.Bool(Strict);
        w.NoTags();
    }

    public sealed record Component : IWireFormat<Component>
    {
        public string EntityType { get; init; } = "";
        public sbyte MatchType { get; init; }
        public string? Match { get; init; }

        public static Component Read(ref KafkaReader r, short v)
        {
            var m = new Component
            {
                EntityType = r.String(),
                MatchType = r.Int8(),
                Match = r.NullableString(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(EntityType);
            w.Int8(MatchType);
            w.NullableString(Match);
            w.NoTags();
        }
    }
}
