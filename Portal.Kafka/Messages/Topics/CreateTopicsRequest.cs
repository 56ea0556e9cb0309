using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks the controller to create topics. Their ids are chosen there.</summary>
public sealed record CreateTopicsRequest : IKafkaRequest<CreateTopicsRequest, CreateTopicsResponse>
{
    public static ApiKey Key => ApiKey.CreateTopics;

    public static VersionRange Versions => new(2, 7, 5);

    public NewTopic[] Topics { get; init; } = [];
    public int TimeoutMs { get; init; } = 60_000;
    public bool ValidateOnly { get; init; }

    public static CreateTopicsRequest Read(ref KafkaReader r, short v)
    {
        var m = new CreateTopicsRequest
        {
            Topics = r.Array<NewTopic>(v),
            TimeoutMs = r.Int32(),
            ValidateOnly = r.Bool(),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Array(Topics, v);
        w.Int32(TimeoutMs);
        w.Bool(ValidateOnly);
        w.NoTags();
    }

    public sealed record NewTopic : IWireFormat<NewTopic>
    {
        public string Name { get; init; } = "";

        /// <summary>-1 takes the broker's default, or the number of assignments.</summary>
        public int NumPartitions { get; init; }

        /// <summary>-1 takes the broker's default, or what the assignments say.</summary>
        public short ReplicationFactor { get; init; }

        public Assignment[] Assignments { get; init; } = [];
        public Config[] Configs { get; init; } = [];

        public static NewTopic Read(ref KafkaReader r, short v)
        {
            var m = new NewTopic
            {
                Name = r.String(),
                NumPartitions = r.Int32(),
                ReplicationFactor = r.Int16(),
                Assignments = r.Array<Assignment>(v),
                Configs = r.Array<Config>(v),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.Int32(NumPartitions);
            w.Int16(ReplicationFactor);
            w.Array(Assignments, v);
            w.Array(Configs, v);
            w.NoTags();
        }
    }

    public sealed record Assignment : IWireFormat<Assignment>
    {
        public int PartitionIndex { get; init; }
        public int[] BrokerIds { get; init; } = [];

        public static Assignment Read(ref KafkaReader r, short v)
        {
            var m = new Assignment { PartitionIndex = r.Int32(), BrokerIds = r.Int32Array() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            w.Int32Array(BrokerIds);
            w.NoTags();
        }
    }

    public sealed record Config : IWireFormat<Config>
    {
        public string Name { get; init; } = "";
        public string? Value { get; init; }

        public static Config Read(ref KafkaReader r, short v)
        {
            var m = new Config { Name = r.String(), Value = r.NullableString() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.NullableString(Value);
            w.NoTags();
        }
    }
}
