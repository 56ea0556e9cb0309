using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks for the cluster: its id, its brokers, what the caller may do to it.</summary>
public sealed record DescribeClusterRequest : IKafkaRequest<DescribeClusterRequest, DescribeClusterResponse>
{
    public static ApiKey Key => ApiKey.DescribeCluster;

    public static VersionRange Versions => new(0, 2, 0);

    public bool IncludeClusterAuthorizedOperations { get; init; }
    public sbyte EndpointType { get; init; } = 1;
    public bool IncludeFencedBrokers { get; init; }

    public static DescribeClusterRequest Read(ref KafkaReader r, short v)
    {
        var m = new DescribeClusterRequest
        {
            IncludeClusterAuthorizedOperations = r.Bool(),
            EndpointType = v >= 1 ? r.Int8() : (sbyte)1,
            IncludeFencedBrokers = v >= 2 && r.Bool(),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Bool(IncludeClusterAuthorizedOperations);
        if (v >= 1)
        {
            w.Int8(EndpointType);
        }
        if (v >= 2)
        {
            w.Bool(IncludeFencedBrokers);
        }
        w.NoTags();
    }
}
