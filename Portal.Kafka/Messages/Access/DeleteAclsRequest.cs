using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks to delete every access control entry that one of the filters means.</summary>
public sealed record DeleteAclsRequest : IKafkaRequest<DeleteAclsRequest, DeleteAclsResponse>
{
    public static ApiKey Key => ApiKey.DeleteAcls;

    public static VersionRange Versions => new(1, 3, 2);

    public AclFilter[] Filters { get; init; } = [];

    public static DeleteAclsRequest Read(ref KafkaReader r, short v)
    {
        var m = new DeleteAclsRequest { Filters = r.Array<AclFilter>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Array(Filters, v);
        w.NoTags();
    }
}
