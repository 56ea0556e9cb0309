using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Share groups with their members.</summary>
public sealed partial record ShareGroupDescribeResponse : IWireFormat<ShareGroupDescribeResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Group[] Groups { get; init; } = [];

    public static ShareGroupDescribeResponse Read(ref KafkaReader r, short v)
    {
        var m = new ShareGroupDescribeResponse { ThrottleTimeMs = r.Int32(), Groups = r.Array<Group>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Array(Groups, v);
        w.NoTags();
    }
}
