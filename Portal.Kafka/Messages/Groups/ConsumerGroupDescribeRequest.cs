using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks a coordinator for the members of groups of the new consumer protocol (KIP-848).</summary>
public sealed record ConsumerGroupDescribeRequest
    : IKafkaRequest<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>
{
    public static ApiKey Key => ApiKey.ConsumerGroupDescribe;

    public static VersionRange Versions => new(0, 1, 0);

    public string[] GroupIds { get; init; } = [];
    public bool IncludeAuthorizedOperations { get; init; }

    public static ConsumerGroupDescribeRequest Read(ref KafkaReader r, short v)
    {
        var m = new ConsumerGroupDescribeRequest { GroupIds = r.StringArray(), IncludeAuthorizedOperations = r.Bool() };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.StringArray(GroupIds);
        w.Bool(IncludeAuthorizedOperations);
        w.NoTags();
    }
}
