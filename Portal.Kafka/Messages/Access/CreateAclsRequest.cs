using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks for access control entries; one that is there already stays as it is.</summary>
public sealed record CreateAclsRequest : IKafkaRequest<CreateAclsRequest, CreateAclsResponse>
{
    public static ApiKey Key => ApiKey.CreateAcls;

    public static VersionRange Versions => new(1, 3, 2);

    public AclBinding[] Creations { get; init; } = [];

    public static CreateAclsRequest Read(ref KafkaReader r, short v)
    {
        var m = new CreateAclsRequest { Creations = r.Array<AclBinding>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Array(Creations, v);
        w.NoTags();
    }
}
