using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks how far groups have read; from version 8 on many groups in one request.</summary>
public sealed partial record OffsetFetchRequest : IKafkaRequest<OffsetFetchRequest, OffsetFetchResponse>
{
    public static ApiKey Key => ApiKey.OffsetFetch;

    public static VersionRange Versions => new(1, 10, 6);

    /// <summary>Names are understood up to version 9, ids from 10 on; a question for every topic by both.</summary>
    public short MostVersion =>
        (short)(
            Groups.Any(group => group.Topics?.Any(topic => topic.TopicId == Guid.Empty) == true) ? 9 : Versions.Max
        );

    /// <summary>Many groups are understood from version 8 on.</summary>
    public short LeastVersion => (short)(Groups.Length > 0 ? 8 : Versions.Min);

    /// <summary>The one group of versions up to 7.</summary>
    public string GroupId { get; init; } = "";

    /// <summary>Null asks for every topic (from version 2).</summary>
    public OldTopic[]? Topics { get; init; }

    /// <summary>The groups of version 8 and later.</summary>
    public Group[] Groups { get; init; } = [];

    public bool RequireStable { get; init; }

    public static OffsetFetchRequest Read(ref KafkaReader r, short v)
    {
        var m = new OffsetFetchRequest
        {
            GroupId = v <= 7 ? r.String() : "",
            Topics = v <= 7 ? r.NullableArray<OldTopic>(v) : null,
            Groups = v >= 8 ? r.Array<Group>(v) : [],
            RequireStable = v >= 7 && r.Bool(),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        if (v <= 7)
        {
            w.String(GroupId);
            w.NullableArray(v >= 2 ? Topics : Topics ?? [], v);
        }
        if (v >= 8)
        {
            w.Array(Groups, v);
        }
        if (v >= 7)
        {
            w.Bool(RequireStable);
        }
        w.NoTags();
    }
}
