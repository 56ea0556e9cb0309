using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks for single configuration entries to be set or taken back to their default.</summary>
public sealed record IncrementalAlterConfigsRequest
    : IKafkaRequest<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>
{
    public static ApiKey Key => ApiKey.IncrementalAlterConfigs;

    public static VersionRange Versions => new(0, 1, 1);

    public Resource[] Resources { get; init; } = [];
    public bool ValidateOnly { get; init; }

    public static IncrementalAlterConfigsRequest Read(ref KafkaReader r, short v)
    {
        var m = new IncrementalAlterConfigsRequest { Resources = r.Array<Resource>(v), ValidateOnly = r.Bool() };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Array(Resources, v);
        w.Bool(ValidateOnly);
        w.NoTags();
    }

    public sealed record Resource : IWireFormat<Resource>
    {
        /// <summary>One of <see cref="ConfigResource"/>.</summary>
        public sbyte ResourceType { get; init; }

        public string ResourceName { get; init; } = "";
        public Alteration[] Configs { get; init; } = [];

        public static Resource Read(ref KafkaReader r, short v)
        {
            var m = new Resource
            {
                ResourceType = r.Int8(),
                ResourceName = r.String(),
                Configs = r.Array<Alteration>(v),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int8(ResourceType);
            w.String(ResourceName);
            w.Array(Configs, v);
            w.NoTags();
        }
    }

    public sealed record Alteration : IWireFormat<Alteration>
    {
        public string Name { get; init; } = "";

        /// <summary>One of <see cref="ConfigOperations"/>.</summary>
        public sbyte ConfigOperation { get; init; }

        public string? Value { get; init; }

        public static Alteration Read(ref KafkaReader r, short v)
        {
            var m = new Alteration
            {
                Name = r.String(),
                ConfigOperation = r.Int8(),
                Value = r.NullableString(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.Int8(ConfigOperation);
            w.NullableString(Value);
            w.NoTags();
        }
    }
}
