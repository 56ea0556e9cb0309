using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks the controller to grow topics to a number of partitions.</summary>
public sealed record CreatePartitionsRequest : IKafkaRequest<CreatePartitionsRequest, CreatePartitionsResponse>
{
    public static ApiKey Key => ApiKey.CreatePartitions;

    public static VersionRange Versions => new(0, 3, 2);

    public Topic[] Topics { get; init; } = [];
    public int TimeoutMs { get; init; }
    public bool ValidateOnly { get; init; }

    public static CreatePartitionsRequest Read(ref KafkaReader r, short v)
    {
        var m = new CreatePartitionsRequest
        {
            Topics = r.Array<Topic>(v),
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

    public sealed record Topic : IWireFormat<Topic>
    {
        public string Name { get; init; } = "";

        /// <summary>The number there shall be, not the number to add.</summary>
        public int Count { get; init; }

        public Assignment[]? Assignments { get; init; }

        public static Topic Read(ref KafkaReader r, short v)
        {
            var m = new Topic
            {
                Name = r.String(),
                Count = r.Int32(),
                Assignments = r.NullableArray<Assignment>(v),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.Int32(Count);
            w.NullableArray(Assignments, v);
            w.NoTags();
        }
    }

    public sealed record Assignment : IWireFormat<Assignment>
    {
        public int[] BrokerIds { get; init; } = [];

        public static Assignment Read(ref KafkaReader r, short v)
        {
            var m = new Assignment { BrokerIds = r.Int32Array() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32Array(BrokerIds);
            w.NoTags();
        }
    }
}
