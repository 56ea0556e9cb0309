using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>What became of each topic that was to be deleted.</summary>
public sealed record DeleteTopicsResponse : IWireFormat<DeleteTopicsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Result[] Responses { get; init; } = [];

    public static DeleteTopicsResponse Read(ref KafkaReader r, short v)
    {
        var m = new DeleteTopicsResponse { ThrottleTimeMs = r.Int32(), Responses = r.Array<Result>(v) };
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
        public string? Name { get; init; }
        public Guid TopicId { get; init; }
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }

        public static Result Read(ref KafkaReader r, short v)
        {
            var m = new Result
            {
                Name = r.NullableString(),
                TopicId = v >= 6 ? r.Uuid() : Guid.Empty,
                Error = r.Error(),
                ErrorMessage = v >= 5 ? r.NullableString() : null,
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.NullableString(v >= 6 ? Name : Name ?? "");
            if (v >= 6)
            {
                w.Uuid(TopicId);
            }
            w.Error(Error);
            if (v >= 5)
            {
                w.NullableString(ErrorMessage);
            }
            w.NoTags();
        }
    }
}
