using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>What became of each topic; from version 7 with the id it was given.</summary>
public sealed record CreateTopicsResponse : IWireFormat<CreateTopicsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Result[] Topics { get; init; } = [];

    public static CreateTopicsResponse Read(ref KafkaReader r, short v)
    {
        var m = new CreateTopicsResponse { ThrottleTimeMs = r.Int32(), Topics = r.Array<Result>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Array(Topics, v);
        w.NoTags();
    }

    public sealed record Result : IWireFormat<Result>
    {
        public string Name { get; init; } = "";
        public Guid TopicId { get; init; }
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }

        /// <summary>Why <see cref="Configs"/> is null: the caller may not see them.</summary>
        public ErrorCode TopicConfigError { get; set; }

        public int NumPartitions { get; init; } = -1;
        public short ReplicationFactor { get; init; } = -1;
        public Config[]? Configs { get; init; }

        public static Result Read(ref KafkaReader r, short v)
        {
            var m = new Result
            {
                Name = r.String(),
                TopicId = v >= 7 ? r.Uuid() : Guid.Empty,
                Error = r.Error(),
                ErrorMessage = r.NullableString(),
                NumPartitions = v >= 5 ? r.Int32() : -1,
                ReplicationFactor = v >= 5 ? r.Int16() : (short)(-1),
                Configs = v >= 5 ? r.NullableArray<Config>(v) : null,
            };
            var tags = r.Tags();
            while (tags.Next(ref r))
            {
                if (tags.Tag == 0)
                {
                    m.TopicConfigError = r.Error();
                }
            }
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            if (v >= 7)
            {
                w.Uuid(TopicId);
            }
            w.Error(Error);
            w.NullableString(ErrorMessage);
            if (v >= 5)
            {
                w.Int32(NumPartitions);
                w.Int16(ReplicationFactor);
                w.NullableArray(Configs, v);
            }
            if (TopicConfigError == ErrorCode.None)
            {
                w.NoTags();
            }
            else
            {
                w.Tags(new TaggedField(0, t => t.Error(TopicConfigError)));
            }
        }
    }

    public sealed record Config : IWireFormat<Config>
    {
        public string Name { get; init; } = "";
        public string? Value { get; init; }
        public bool ReadOnly { get; init; }
        public sbyte ConfigSource { get; init; } = -1;
        public bool IsSensitive { get; init; }

        public static Config Read(ref KafkaReader r, short v)
        {
            var m = new Config
            {
                Name = v >= 5 ? r.String() : "",
                Value = v >= 5 ? r.NullableString() : null,
                ReadOnly = v >= 5 && r.Bool(),
                ConfigSource = v >= 5 ? r.Int8() : (sbyte)(-1),
                IsSensitive = v >= 5 && r.Bool(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            if (v >= 5)
            {
                w.String(Name);
                w.NullableString(Value);
                w.Bool(ReadOnly);
                w.Int8(ConfigSource);
                w.Bool(IsSensitive);
            }
            w.NoTags();
        }
    }
}
