using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks where topics and their partitions are, and which brokers there are.</summary>
public sealed record MetadataRequest : IKafkaRequest<MetadataRequest, MetadataResponse>
{
    public static ApiKey Key => ApiKey.Metadata;

    public static VersionRange Versions => new(0, 13, 9);

    /// <summary>
    /// Ids are understood from version 12 on. Before version 4 topics would be created by being asked for, and before
    /// version 1 no topics would mean all.
    /// </summary>
    public short LeastVersion =>
        this switch
        {
            _ when Topics?.Any(topic => topic.TopicId != Guid.Empty) == true => 12,
            { AllowAutoTopicCreation: false } => 4,
            { Topics.Length: 0 } => 1,
            _ => Versions.Min,
        };

    /// <summary>Null asks for every topic; none for brokers only (from version 1).</summary>
    public AskedTopic[]? Topics { get; init; }

    public bool AllowAutoTopicCreation { get; init; } = true;
    public bool IncludeClusterAuthorizedOperations { get; init; }
    public bool IncludeTopicAuthorizedOperations { get; init; }

    public static MetadataRequest Read(ref KafkaReader r, short v)
    {
        var m = new MetadataRequest
        {
            Topics = r.NullableArray<AskedTopic>(v),
            AllowAutoTopicCreation = v < 4 || r.Bool(),
            IncludeClusterAuthorizedOperations = v is >= 8 and <= 10 && r.Bool(),
            IncludeTopicAuthorizedOperations = v >= 8 && r.Bool(),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.NullableArray(v >= 1 ? Topics : Topics ?? [], v);
        if (v >= 4)
        {
            w.Bool(AllowAutoTopicCreation);
        }
        if (v is >= 8 and <= 10)
        {
            w.Bool(IncludeClusterAuthorizedOperations);
        }
        if (v >= 8)
        {
            w.Bool(IncludeTopicAuthorizedOperations);
        }
        w.NoTags();
    }

    public sealed record AskedTopic : IWireFormat<AskedTopic>
    {
        public Guid TopicId { get; init; }
        public string? Name { get; init; }

        public static AskedTopic Read(ref KafkaReader r, short v)
        {
            var m = new AskedTopic { TopicId = v >= 10 ? r.Uuid() : Guid.Empty, Name = r.NullableString() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            if (v >= 10)
            {
                w.Uuid(TopicId);
            }
            w.NullableString(v >= 10 ? Name : Name ?? "");
            w.NoTags();
        }
    }
}
