using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Which access control entries are meant; what is null, or Any, isn't compared.</summary>
public sealed record AclFilter : IWireFormat<AclFilter>
{
    public AclResourceType ResourceType { get; init; } = AclResourceType.Any;
    public string? ResourceName { get; init; }
    public AclPatternType PatternType { get; init; } = AclPatternType.Any;
    public string? Principal { get; init; }
    public string? Host { get; init; }
    public AclOperation Operation { get; init; } = AclOperation.Any;
    public AclPermission Permission { get; init; } = AclPermission.Any;

    public static AclFilter Read(ref KafkaReader r, short v)
    {
        var m = new AclFilter
        {
            ResourceType = (AclResourceType)r.Int8(),
            ResourceName = r.NullableString(),
            PatternType = (AclPatternType)r.Int8(),
            Principal = r.NullableString(),
            Host = r.NullableString(),
            Operation = (AclOperation)r.Int8(),
            Permission = (AclPermission)r.Int8(),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int8((sbyte)ResourceType);
        w.NullableString(ResourceName);
        w.Int8((sbyte)PatternType);
        w.NullableString(Principal);
        w.NullableString(Host);
        w.Int8((sbyte)Operation);
        w.Int8((sbyte)Permission);
        w.NoTags();
    }
}
