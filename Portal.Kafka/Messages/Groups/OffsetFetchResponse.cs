using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>How far groups have read. -1 means nothing was committed.</summary>
public sealed partial record OffsetFetchResponse : IWireFormat<OffsetFetchResponse>
{
    public int ThrottleTimeMs { get; init; }

    /// <summary>The topics of the one group of versions up to 7.</summary>
    public OldTopic[] Topics { get; init; } = [];

    public ErrorCode Error { get; init; }
    public Group[] Groups { get; init; } = [];

    public static OffsetFetchResponse Read(ref KafkaReader r, short v)
    {
        var m = new OffsetFetchResponse
        {
            ThrottleTimeMs = v >= 3 ? r.Int32() : 0,
            Topics = v <= 7 ? r.Array<OldTopic>(v) : [],
            Error = v is >= 2 and <= 7 ? r.Error() : ErrorCode.None,
            Groups = v >= 8 ? r.Array<Group>(v) : [],
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        if (v >= 3)
        {
            w.Int32(ThrottleTimeMs);
        }
        if (v <= 7)
        {
            w.Array(Topics, v);
        }
        if (v is >= 2 and <= 7)
        {
            w.Error(Error);
        }
        if (v >= 8)
        {
            w.Array(Groups, v);
        }
        w.NoTags();
    }
}
