using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks for the configuration of topics and brokers.</summary>
public sealed record DescribeConfigsRequest : IKafkaRequest<DescribeConfigsRequest, DescribeConfigsResponse>
{
    public static ApiKey Key => ApiKey.DescribeConfigs;

    public static VersionRange Versions => new(1, 4, 4);

    public Resource[] Resources { get; init; } = [];
    public bool IncludeSynonyms { get; init; }
    public bool IncludeDocumentation { get; init; }

    public static DescribeConfigsRequest Read(ref KafkaReader r, short v)
    {
        var m = new DescribeConfigsRequest
        {
            Resources = r.Array<Resource>(v),
            IncludeSynonyms = r.Bool(),
            IncludeDocumentation = v >= 3 && r.Bool(),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Array(Resources, v);
        w.Bool(IncludeSynonyms);
        if (v >= 3)
        {
            w.Bool(IncludeDocumentation);
        }
        w.NoTags();
    }

    public sealed record Resource : IWireFormat<Resource>
    {
        /// <summary>One of <see cref="ConfigResource"/>.</summary>
        public sbyte ResourceType { get; init; }

        public string ResourceName { get; init; } = "";

        /// <summary>Null asks for all.</summary>
        public string[]? ConfigurationKeys { get; init; }

        public static Resource Read(ref KafkaReader r, short v)
        {
            var m = new Resource
            {
                ResourceType = r.Int8(),
                ResourceName = r.String(),
                ConfigurationKeys = r.NullableStringArray(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int8(ResourceType);
            w.String(ResourceName);
            w.NullableStringArray(ConfigurationKeys);
            w.NoTags();
        }
    }
}
