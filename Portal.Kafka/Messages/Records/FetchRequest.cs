using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks for record batches from an offset on, waiting a while for enough of them.</summary>
public sealed partial record FetchRequest : IKafkaRequest<FetchRequest, FetchResponse>
{
    public static ApiKey Key => ApiKey.Fetch;

    public static VersionRange Versions => new(4, 18, 12);

    /// <summary>Names are understood up to version 12, ids from 13 on.</summary>
    public short MostVersion => (short)(Topics.Any(topic => topic.TopicId == Guid.Empty) ? 12 : Versions.Max);

    public int ReplicaId { get; init; } = -1;
    public int MaxWaitMs { get; init; }
    public int MinBytes { get; init; }
    public int MaxBytes { get; init; } = int.MaxValue;

    /// <summary>0 reads everything, 1 only what is committed.</summary>
    public sbyte IsolationLevel { get; init; }

    public bool IsCommittedOnly => IsolationLevel == 1;

    public int SessionId { get; init; }
    public int SessionEpoch { get; init; } = -1;
    public Topic[] Topics { get; init; } = [];
    public ForgottenTopic[] ForgottenTopicsData { get; init; } = [];
    public string RackId { get; init; } = "";

    public static FetchRequest Read(ref KafkaReader r, short v)
    {
        var m = new FetchRequest
        {
            ReplicaId = v <= 14 ? r.Int32() : -1,
            MaxWaitMs = r.Int32(),
            MinBytes = r.Int32(),
            MaxBytes = r.Int32(),
            IsolationLevel = r.Int8(),
            SessionId = v >= 7 ? r.Int32() : 0,
            SessionEpoch = v >= 7 ? r.Int32() : -1,
            Topics = r.Array<Topic>(v),
            ForgottenTopicsData = v >= 7 ? r.Array<ForgottenTopic>(v) : [],
            RackId = v >= 11 ? r.String() : "",
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        if (v <= 14)
        {
            w.Int32(ReplicaId);
        }
        w.Int32(MaxWaitMs);
        w.Int32(MinBytes);
        w.Int32(MaxBytes);
        w.Int8(IsolationLevel);
        if (v >= 7)
        {
            w.Int32(SessionId);
            w.Int32(SessionEpoch);
        }
        w.Array(Topics, v);
        if (v >= 7)
        {
            w.Array(ForgottenTopicsData, v);
        }
        if (v >= 11)
        {
            w.String(RackId);
        }
        w.NoTags();
    }
}
