using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>The access control entries that were asked for, by the pattern they stand on.</summary>
public sealed record DescribeAclsResponse : IWireFormat<DescribeAclsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }
    public string? ErrorMessage { get; init; }
    public Resource[] Resources { get; init; } = [];

    public static DescribeAclsResponse Read(ref KafkaReader r, short v)
    {
        var m = new DescribeAclsResponse
        {
            ThrottleTimeMs = r.Int32(),
            Error = r.Error(),
            ErrorMessage = r.NullableString(),
            Resources = r.Array<Resource>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Error(Error);
        w.NullableString(ErrorMessage);
        w.Array(Resources, v);
        w.NoTags();
    }

    public sealed record Resource : IWireFormat<Resource>
    {
        public AclResourceType ResourceType { get; init; }
        public string ResourceName { get; init; } = "";
        public AclPatternType PatternType { get; init; }
        public Entry[] Acls { get; init; } = [];

        public static Resource Read(ref KafkaReader r, short v)
        {
            var m = new Resource
            {
                ResourceType = (AclResourceType)r.Int8(),
                ResourceName = r.String(),
                PatternType = (AclPatternType)r.Int8(),
                Acls = r.Array<Entry>(v),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int8((sbyte)ResourceType);
            w.String(ResourceName);
            w.Int8((sbyte)PatternType);
            w.Array(Acls, v);
            w.NoTags();
        }
    }

    public sealed record Entry : IWireFormat<Entry>
    {
        public string Principal { get; init; } = "";
        public string Host { get; init; } = "";
        public AclOperation Operation { get; init; }
        public AclPermission Permission { get; init; }

        public static Entry Read(ref KafkaReader r, short v)
        {
            var m = new Entry
            {
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
            w.String(Principal);
            w.String(Host);
            w.Int8((sbyte)Operation);
            w.Int8((sbyte)Permission);
            w.NoTags();
        }
    }
}
