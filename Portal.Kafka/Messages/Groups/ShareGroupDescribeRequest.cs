using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks a coordinator for the members of share groups.</summary>
public sealed record ShareGroupDescribeRequest : IKafkaRequest<ShareGroupDescribeRequest, ShareGroupDescribeResponse>
{
    public static ApiKey Key => ApiKey.ShareGroupDescribe;

    public static VersionRange Versions => new(1, 1, 0);

    public string[] GroupIds { get; init; } = [];
    public bool IncludeAuthorizedOperations { get; init; }

    public static ShareGroupDescribeRequest Read(ref KafkaReader r, short v)
    {
        var m = new ShareGroupDescribeRequest { GroupIds = r.StringArray(), IncludeAuthorizedOperations = r.Bool() };
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
