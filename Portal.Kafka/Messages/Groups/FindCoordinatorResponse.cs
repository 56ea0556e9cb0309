using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Which broker coordinates each group.</summary>
public sealed record FindCoordinatorResponse : IWireFormat<FindCoordinatorResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }
    public string? ErrorMessage { get; init; }
    public int NodeId { get; init; }
    public string Host { get; init; } = "";
    public int Port { get; init; }
    public Coordinator[] Coordinators { get; init; } = [];

    public static FindCoordinatorResponse Read(ref KafkaReader r, short v)
    {
        var m = new FindCoordinatorResponse
        {
            ThrottleTimeMs = v >= 1 ? r.Int32() : 0,
            Error = v <= 3 ? r.Error() : ErrorCode.None,
            ErrorMessage = v is >= 1 and <= 3 ? r.NullableString() : null,
            NodeId = v <= 3 ? r.Int32() : 0,
            Host = v <= 3 ? r.String() : "",
            Port = v <= 3 ? r.Int32() : 0,
            Coordinators = v >= 4 ? r.Array<Coordinator>(v) : [],
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        if (v >= 1)
        {
            w.Int32(ThrottleTimeMs);
        }
        if (v <= 3)
        {
            w.Error(Error);
        }
        if (v is >= 1 and <= 3)
        {
            w.NullableString(ErrorMessage);
        }
        if (v <= 3)
        {
            w.Int32(NodeId);
            w.String(Host);
            w.Int32(Port);
        }
        if (v >= 4)
        {
            w.Array(Coordinators, v);
        }
        w.NoTags();
    }

    public sealed record Coordinator : IWireFormat<Coordinator>
    {
        public string Key { get; init; } = "";
        public int NodeId { get; init; }
        public string Host { get; init; } = "";
        public int Port { get; init; }
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }

        public static Coordinator Read(ref KafkaReader r, short v)
        {
            var m = new Coordinator
            {
                Key = v >= 4 ? r.String() : "",
                NodeId = v >= 4 ? r.Int32() : 0,
                Host = v >= 4 ? r.String() : "",
                Port = v >= 4 ? r.Int32() : 0,
                Error = v >= 4 ? r.Error() : ErrorCode.None,
                ErrorMessage = v >= 4 ? r.NullableString() : null,
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            if (v >= 4)
            {
                w.String(Key);
                w.Int32(NodeId);
                w.String(Host);
                w.Int32(Port);
                w.Error(Error);
                w.NullableString(ErrorMessage);
            }
            w.NoTags();
        }
    }
}
