using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>What became of each topic that was to grow.</summary>
public sealed record CreatePartitionsResponse : IWireFormat<CreatePartitionsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Result[] Results { get; init; } = [];

    public static CreatePartitionsResponse Read(ref KafkaReader r, short v)
    {
        var m = new CreatePartitionsResponse { ThrottleTimeMs = r.Int32(), Results = r.Array<Result>(v) };
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
        public string Name { get; init; } = "";
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }

        public static Result Read(ref KafkaReader r, short v)
        {
            var m = new Result
            {
                Name = r.String(),
                Error = r.Error(),
                ErrorMessage = r.NullableString(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.Error(Error);
            w.NullableString(ErrorMessage);
            w.NoTags();
        }
    }
}
