using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>The mechanisms and iterations of users; never what could be used to sign in.</summary>
public sealed record DescribeUserScramCredentialsResponse : IWireFormat<DescribeUserScramCredentialsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }
    public string? ErrorMessage { get; init; }
    public Result[] Results { get; init; } = [];

    public static DescribeUserScramCredentialsResponse Read(ref KafkaReader r, short v)
    {
        var m = new DescribeUserScramCredentialsResponse
        {
            ThrottleTimeMs = r.Int32(),
            Error = r.Error(),
            ErrorMessage = r.NullableString(),
            Results = r.Array<Result>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Error(Error);
        w.NullableString(ErrorMessage);
        w.Array(Results, v);
        w.NoTags();
    }

    public sealed record Result : IWireFormat<Result>
    {
        public string User { get; init; } = "";
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }
        public Credential[] Credentials { get; init; } = [];

        public static Result Read(ref KafkaReader r, short v)
        {
            var m = new Result
            {
                User = r.String(),
                Error = r.Error(),
                ErrorMessage = r.NullableString(),
                Credentials = r.Array<Credential>(v),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(User);
            w.Error(Error);
            w.NullableString(ErrorMessage);
            w.Array(Credentials, v);
            w.NoTags();
        }
    }

    public sealed record Credential : IWireFormat<Credential>
    {
        public ScramMechanism Mechanism { get; init; }
        public int Iterations { get; init; }

        public static Credential Read(ref KafkaReader r, short v)
        {
            var m = new Credential { Mechanism = (ScramMechanism)r.Int8(), Iterations = r.Int32() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int8((sbyte)Mechanism);
            w.Int32(Iterations);
            w.NoTags();
        }
    }
}
