using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>What became of each group that was to be deleted.</summary>
public sealed record DeleteGroupsResponse : IWireFormat<DeleteGroupsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Result[] Results { get; init; } = [];

    public static DeleteGroupsResponse Read(ref KafkaReader r, short v)
    {
        var m = new DeleteGroupsResponse { ThrottleTimeMs = r.Int32(), Results = r.Array<Result>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Array(Results, v);
        w.NoTags();
    }

    public sealed record Result : IWireFormat<Result>
    {
        public string GroupId { get; init; } = "";
        public ErrorCode Error { get; init; }

        public static Result Read(ref KafkaReader r, short v)
        {
            var m = new Result { GroupId = r.String(), Error = r.Error() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(GroupId);
            w.Error(Error);
            w.NoTags();
        }
    }
}
