using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>What became of each user's credentials.</summary>
public sealed record AlterUserScramCredentialsResponse : IWireFormat<AlterUserScramCredentialsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Result[] Results { get; init; } = [];

    public static AlterUserScramCredentialsResponse Read(ref KafkaReader r, short v)
    {
        var m = new AlterUserScramCredentialsResponse { ThrottleTimeMs = r.Int32(), Results = r.Array<Result>(v) };
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
        public string User { get; init; } = "";
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }

        public static Result Read(ref KafkaReader r, short v)
        {
            var m = new Result
            {
                User = r.String(),
                Error = r.Error(),
                ErrorMessage = r.NullableString(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(User);
            w.Error(Error);
            w.NullableString(ErrorMessage);
            w.NoTags();
        }
    }
}
