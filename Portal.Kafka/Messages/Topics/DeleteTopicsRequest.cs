using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks the controller to delete topics: by id from version 6, by name before.</summary>
public sealed record DeleteTopicsRequest : IKafkaRequest<DeleteTopicsRequest, DeleteTopicsResponse>
{
    public static ApiKey Key => ApiKey.DeleteTopics;

    public static VersionRange Versions => new(1, 6, 4);

    /// <summary>Ids are understood from version 6 on; before, only names.</summary>
    public short LeastVersion => (short)(Topics.Length > 0 ? 6 : Versions.Min);

    /// <summary>Names or ids, for version 6 and later.</summary>
    public Target[] Topics { get; init; } = [];

    /// <summary>Names, for versions up to 5.</summary>
    public string[] TopicNames { get; init; } = [];

    public int TimeoutMs { get; init; }

    public static DeleteTopicsRequest Read(ref KafkaReader r, short v)
    {
        var m = new DeleteTopicsRequest
        {
            Topics = v >= 6 ? r.Array<Target>(v) : [],
            TopicNames = v <= 5 ? r.StringArray() : [],
            TimeoutMs = r.Int32(),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        if (v >= 6)
        {
            w.Array(Topics, v);
        }
        if (v <= 5)
        {
            w.StringArray(TopicNames);
        }
        w.Int32(TimeoutMs);
        w.NoTags();
    }

    public sealed record Target : IWireFormat<Target>
    {
        public string? Name { get; init; }
        public Guid TopicId { get; init; }

        public static Target Read(ref KafkaReader r, short v)
        {
            var m = new Target { Name = v >= 6 ? r.NullableString() : null, TopicId = v >= 6 ? r.Uuid() : Guid.Empty };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            if (v >= 6)
            {
                w.NullableString(Name);
                w.Uuid(TopicId);
            }
            w.NoTags();
        }
    }
}
