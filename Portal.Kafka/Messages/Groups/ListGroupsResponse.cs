using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>The groups this broker coordinates; from version 5 with their type.</summary>
public sealed record ListGroupsResponse : IWireFormat<ListGroupsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }
    public Group[] Groups { get; init; } = [];

    public static ListGroupsResponse Read(ref KafkaReader r, short v)
    {
        var m = new ListGroupsResponse
        {
            ThrottleTimeMs = v >= 1 ? r.Int32() : 0,
            Error = r.Error(),
            Groups = r.Array<Group>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        if (v >= 1)
        {
            w.Int32(ThrottleTimeMs);
        }
        w.Error(Error);
        w.Array(Groups, v);
        w.NoTags();
    }

    public sealed record Group : IWireFormat<Group>
    {
        public string GroupId { get; init; } = "";
        public string ProtocolType { get; init; } = "";
        public string GroupState { get; init; } = "";
        public string GroupType { get; init; } = "";

        public static Group Read(ref KafkaReader r, short v)
        {
            var m = new Group
            {
                GroupId = r.String(),
                ProtocolType = r.String(),
                GroupState = v >= 4 ? r.String() : "",
                GroupType = v >= 5 ? r.String() : "",
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(GroupId);
            w.String(ProtocolType);
            if (v >= 4)
            {
                w.String(GroupState);
            }
            if (v >= 5)
            {
                w.String(GroupType);
            }
            w.NoTags();
        }
    }
}
