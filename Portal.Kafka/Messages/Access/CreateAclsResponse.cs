using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>What became of each entry, in the order they were asked for.</summary>
public sealed record CreateAclsResponse : IWireFormat<CreateAclsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Result[] Results { get; init; } = [];

    public static CreateAclsResponse Read(ref KafkaReader r, short v)
    {
        var m = new CreateAclsResponse { ThrottleTimeMs = r.Int32(), Results = r.Array<Result>(v) };
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
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }

        public static Result Read(ref KafkaReader r, short v)
        {
            var m = new Result { Error = r.Error(), ErrorMessage = r.NullableString() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Error(Error);
            w.NullableString(ErrorMessage);
            w.NoTags();
        }
    }
}
