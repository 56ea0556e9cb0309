using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Groups of the new consumer protocol (KIP-848) with their members.</summary>
public sealed partial record ConsumerGroupDescribeResponse : IWireFormat<ConsumerGroupDescribeResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Group[] Groups { get; init; } = [];

    public static ConsumerGroupDescribeResponse Read(ref KafkaReader r, short v)
    {
        var m = new ConsumerGroupDescribeResponse { ThrottleTimeMs = r.Int32(), Groups = r.Array<Group>(v) };
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
