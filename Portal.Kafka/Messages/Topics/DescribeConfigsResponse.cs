using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Configuration entries, each with where its value comes from.</summary>
public sealed record DescribeConfigsResponse : IWireFormat<DescribeConfigsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Result[] Results { get; init; } = [];

    public static DescribeConfigsResponse Read(ref KafkaReader r, short v)
    {
        var m = new DescribeConfigsResponse { ThrottleTimeMs = r.Int32(), Results = r.Array<Result>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Array(Results, v);
        w.NoTags();
    }

    public sealed record Result : IWireFormat<Result>
    {
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }
        public sbyte ResourceType { get; init; }
        public string ResourceName { get; init; } = "";
        public Entry[] Configs { get; init; } = [];

        public static Result Read(ref KafkaReader r, short v)
        {
            var m = new Result
            {
                Error = r.Error(),
                ErrorMessage = r.NullableString(),
                ResourceType = r.Int8(),
                ResourceName = r.String(),
                Configs = r.Array<Entry>(v),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Error(Error);
            w.NullableString(ErrorMessage);
            w.Int8(ResourceType);
            w.String(ResourceName);
            w.Array(Configs, v);
            w.NoTags();
        }
    }

    public sealed record Entry : IWireFormat<Entry>
    {
        public string Name { get; init; } = "";
        public string? Value { get; init; }
        public bool ReadOnly { get; init; }

        /// <summary>One of <see cref="ConfigSources"/>.</summary>
        public sbyte ConfigSource { get; init; } = -1;

        public bool IsSensitive { get; init; }
        public Synonym[] Synonyms { get; init; } = [];
        public sbyte ConfigType { get; init; }
        public string? Documentation { get; init; }

        public static Entry Read(ref KafkaReader r, short v)
        {
            var m = new Entry
            {
                Name = r.String(),
                Value = r.NullableString(),
                ReadOnly = r.Bool(),
                ConfigSource = r.Int8(),
                IsSensitive = r.Bool(),
                Synonyms = r.Array<Synonym>(v),
                ConfigType = v >= 3 ? r.Int8() : (sbyte)0,
                Documentation = v >= 3 ? r.NullableString() : null,
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.NullableString(Value);
            w.Bool(ReadOnly);
            w.Int8(ConfigSource);
            w.Bool(IsSensitive);
            w.Array(Synonyms, v);
            if (v >= 3)
            {
                w.Int8(ConfigType);
                w.NullableString(Documentation);
            }
            w.NoTags();
        }
    }

    public sealed record Synonym : IWireFormat<Synonym>
    {
        public string Name { get; init; } = "";
        public string? Value { get; init; }
        public sbyte Source { get; init; }

        public static Synonym Read(ref KafkaReader r, short v)
        {
            var m = new Synonym
            {
                Name = r.String(),
                Value = r.NullableString(),
                Source = r.Int8(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.NullableString(Value);
            w.Int8(Source);
            w.NoTags();
        }
    }
}
