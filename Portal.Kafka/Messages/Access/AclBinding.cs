using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>One access control entry: who may, or may not, do what to which resources, from where.</summary>
public sealed record AclBinding : IWireFormat<AclBinding>
{
    public AclResourceType ResourceType { get; init; }
    public string ResourceName { get; init; } = "";
    public AclPatternType PatternType { get; init; } = AclPatternType.Literal;

    /// <summary>Such as <c>User:orders-service</c>; <c>User:*</c> is everybody.</summary>
    public string Principal { get; init; } = "";

    /// <summary>An address, or <c>*</c>.</summary>
    public string Host { get; init; } = "";
    public AclOperation Operation { get; init; }
    public AclPermission Permission { get; init; }

    public static AclBinding Read(ref KafkaReader r, short v)
    {
        var m = new AclBinding
        {
            ResourceType = (AclResourceType)r.Int8(),
            ResourceName = r.String(),
            PatternType = (AclPatternType)r.Int8(),
            Principal = r.String(),
            Host = r.String(),
            Operation = (AclOperation)r.Int8(),
            Permission = (AclPermission)r.Int8(),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int8((sbyte)ResourceType);
        w.String(ResourceName);
        w.Int8((sbyte)PatternType);
        w.String(Principal);
        w.String(Host);
        w.Int8((sbyte)Operation);
        w.Int8((sbyte)Permission);
        w.NoTags();
    }
}
