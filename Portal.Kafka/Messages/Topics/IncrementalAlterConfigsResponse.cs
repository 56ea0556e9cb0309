using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>What became of each resource whose configuration was to change.</summary>
public sealed record IncrementalAlterConfigsResponse : IWireFormat<IncrementalAlterConfigsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Result[] Responses { get; init; } = [];

    public static IncrementalAlterConfigsResponse Read(ref KafkaReader r, short v)
    {
        var m = new IncrementalAlterConfigsResponse { ThrottleTimeMs = r.Int32(), Responses = r.Array<Result>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Array(Responses, v);
        w.NoTags();
    }

    public sealed record Result : IWireFormat<Result>
    {
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }
        public sbyte ResourceType { get; init; }
        public string ResourceName { get; init; } = "";

        public static Result Read(ref KafkaReader r, short v)
        {
            var m = new Result
            {
                Error = r.Error(),
                ErrorMessage = r.NullableString(),
                ResourceType = r.Int8(),
                ResourceName = r.String(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Error(Error);
            w.NullableString(ErrorMessage);
            w.Int8(ResourceType);
            w.String(ResourceName);
            w.NoTags();
        }
    }
}
