using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Brokers, topics, partitions, leaders. A topic asked for by name: error 3 is gone, 29 is not allowed to see.</summary>
public sealed partial record MetadataResponse : IWireFormat<MetadataResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Broker[] Brokers { get; init; } = [];
    public string? ClusterId { get; init; }
    public int ControllerId { get; init; } = -1;
    public Topic[] Topics { get; init; } = [];

    /// <summary>A bit for each operation; <see cref="int.MinValue"/> where it was not asked for.</summary>
    public int ClusterAuthorizedOperations { get; init; } = int.MinValue;

    public ErrorCode Error { get; init; }

    public static MetadataResponse Read(ref KafkaReader r, short v)
    {
        var m = new MetadataResponse
        {
            ThrottleTimeMs = v >= 3 ? r.Int32() : 0,
            Brokers = r.Array<Broker>(v),
            ClusterId = v >= 2 ? r.NullableString() : null,
            ControllerId = v >= 1 ? r.Int32() : -1,
            Topics = r.Array<Topic>(v),
            ClusterAuthorizedOperations = v is >= 8 and <= 10 ? r.Int32() : int.MinValue,
            Error = v >= 13 ? r.Error() : ErrorCode.None,
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
        w.Array(Brokers, v);
        if (v >= 2)
        {
            w.NullableString(ClusterId);
        }
        if (v >= 1)
        {
            w.Int32(ControllerId);
        }
        w.Array(Topics, v);
        if (v is >= 8 and <= 10)
        {
            w.Int32(ClusterAuthorizedOperations);
        }
        if (v >= 13)
        {
            w.Error(Error);
        }
        w.NoTags();
    }
}
