using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks which access control entries there are.</summary>
public sealed record DescribeAclsRequest : IKafkaRequest<DescribeAclsRequest, DescribeAclsResponse>
{
    public static ApiKey Key => ApiKey.DescribeAcls;

    public static VersionRange Versions => new(1, 3, 2);

    public AclFilter Filter { get; init; } = new();

    public static DescribeAclsRequest Read(ref KafkaReader r, short v) => new() { Filter = AclFilter.Read(ref r, v) };

    public void Write(KafkaWriter w, short v) => Filter.Write(w, v);
}
