using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Which requests the broker understands. An unsupported version is answered with version 0 and error 35.</summary>
public sealed partial record ApiVersionsResponse : IWireFormat<ApiVersionsResponse>
{
    public ErrorCode Error { get; init; }
    public Api[] ApiKeys { get; init; } = [];
    public int ThrottleTimeMs { get; init; }
    public SupportedFeature[] SupportedFeatures { get; set; } = [];

    /// <summary>-1 where it isn't known.</summary>
    public long FinalizedFeaturesEpoch { get; set; } = -1;

    public FinalizedFeature[] FinalizedFeatures { get; set; } = [];

    public static ApiVersionsResponse Read(ref KafkaReader r, short v)
    {
        var m = new ApiVersionsResponse
        {
            Error = r.Error(),
            ApiKeys = r.Array<Api>(v),
            ThrottleTimeMs = v >= 1 ? r.Int32() : 0,
        };
        m.ReadTags(ref r, v);
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Error(Error);
        w.Array(ApiKeys, v);
        if (v >= 1)
        {
            w.Int32(ThrottleTimeMs);
        }
        w.Tags(TagsThatSaySomething(v));
    }

    public sealed record Api : IWireFormat<Api>
    {
        public short ApiKey { get; init; }
        public short MinVersion { get; init; }
        public short MaxVersion { get; init; }

        public static Api Read(ref KafkaReader r, short v)
        {
            var m = new Api
            {
                ApiKey = r.Int16(),
                MinVersion = r.Int16(),
                MaxVersion = r.Int16(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int16(ApiKey);
            w.Int16(MinVersion);
            w.Int16(MaxVersion);
            w.NoTags();
        }
    }
}
