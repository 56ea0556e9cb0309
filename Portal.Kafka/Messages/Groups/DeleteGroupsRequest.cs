using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks a coordinator to delete groups.</summary>
public sealed record DeleteGroupsRequest : IKafkaRequest<DeleteGroupsRequest, DeleteGroupsResponse>
{
    public static ApiKey Key => ApiKey.DeleteGroups;

    public static VersionRange Versions => new(0, 2, 2);

    public string[] GroupsNames { get; init; } = [];

    public static DeleteGroupsRequest Read(ref KafkaReader r, short v)
    {
        var m = new DeleteGroupsRequest { GroupsNames = r.StringArray() };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.StringArray(GroupsNames);
        w.NoTags();
    }
}
