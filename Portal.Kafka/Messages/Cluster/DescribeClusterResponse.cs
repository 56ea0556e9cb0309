using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>The cluster: its id, its brokers, what the caller may do to it.</summary>
public sealed record DescribeClusterResponse : IWireFormat<DescribeClusterResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }
    public string? ErrorMessage { get; init; }
    public sbyte EndpointType { get; init; } = 1;
    public string ClusterId { get; init; } = "";
    public int ControllerId { get; init; } = -1;
    public Broker[] Brokers { get; init; } = [];

    /// <summary>A bit for each operation; <see cref="int.MinValue"/> where it was not asked for.</summary>
    public int ClusterAuthorizedOperations { get; init; } = int.MinValue;

    public static DescribeClusterResponse Read(ref KafkaReader r, short v)
    {
        var m = new DescribeClusterResponse
        {
            ThrottleTimeMs = r.Int32(),
            Error = r.Error(),
            ErrorMessage = r.NullableString(),
            EndpointType = v >= 1 ? r.Int8() : (sbyte)1,
            ClusterId = r.String(),
            ControllerId = r.Int32(),
            Brokers = r.Array<Broker>(v),
            ClusterAuthorizedOperations = r.Int32(),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Error(Error);
        w.NullableString(ErrorMessage);
        if (v >= 1)
        {
            w.Int8(EndpointType);
        }
        w.String(ClusterId);
        w.Int32(ControllerId);
        w.Array(Brokers, v);
        w.Int32(ClusterAuthorizedOperations);
        w.NoTags();
    }

    public sealed record Broker : IWireFormat<Broker>
    {
        public int BrokerId { get; init; }
        public string Host { get; init; } = "";
        public int Port { get; init; }
        public string? Rack { get; init; }
        public bool IsFenced { get; init; }

        public static Broker Read(ref KafkaReader r, short v)
        {
            var m = new Broker
            {
                BrokerId = r.Int32(),
                Host = r.String(),
                Port = r.Int32(),
                Rack = r.NullableString(),
                IsFenced = v >= 2 && r.Bool(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(BrokerId);
            w.String(Host);
            w.Int32(Port);
            w.NullableString(Rack);
            if (v >= 2)
            {
                w.Bool(IsFenced);
            }
            w.NoTags();
        }
    }
}
