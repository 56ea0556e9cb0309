using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks a coordinator for the members of classic groups.</summary>
public sealed record DescribeGroupsRequest : IKafkaRequest<DescribeGroupsRequest, DescribeGroupsResponse>
{
    public static ApiKey Key => ApiKey.DescribeGroups;

    public static VersionRange Versions => new(0, 6, 5);

    /// <summary>Authorised operations can be asked for from version 3 on.</summary>
    public short LeastVersion => (short)(IncludeAuthorizedOperations ? 3 : Versions.Min);

    public string[] Groups { get; init; } = [];
    public bool IncludeAuthorizedOperations { get; init; }

    public static DescribeGroupsRequest Read(ref KafkaReader r, short v)
    {
        var m = new DescribeGroupsRequest
        {
            Groups = r.StringArray(),
            IncludeAuthorizedOperations = v >= 3 && r.Bool(),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.StringArray(Groups);
        if (v >= 3)
        {
            w.Bool(IncludeAuthorizedOperations);
        }
        w.NoTags();
    }
}
