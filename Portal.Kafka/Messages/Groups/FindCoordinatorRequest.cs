using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks which broker coordinates groups; from version 4 on for many at once.</summary>
public sealed record FindCoordinatorRequest : IKafkaRequest<FindCoordinatorRequest, FindCoordinatorResponse>
{
    public static ApiKey Key => ApiKey.FindCoordinator;

    public static VersionRange Versions => new(0, 6, 3);

    /// <summary>Many keys are understood from version 4 on.</summary>
    public short LeastVersion => (short)(CoordinatorKeys.Length > 0 ? 4 : Versions.Min);

    /// <summary>The one key of versions up to 3.</summary>
    public string CoordinatorKey { get; init; } = "";

    /// <summary>0 is a group, 1 a transactional id.</summary>
    public sbyte KeyType { get; init; }

    /// <summary>The keys of version 4 and later.</summary>
    public string[] CoordinatorKeys { get; init; } = [];

    public static FindCoordinatorRequest Read(ref KafkaReader r, short v)
    {
        var m = new FindCoordinatorRequest
        {
            CoordinatorKey = v <= 3 ? r.String() : "",
            KeyType = v >= 1 ? r.Int8() : (sbyte)0,
            CoordinatorKeys = v >= 4 ? r.StringArray() : [],
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        if (v <= 3)
        {
            w.String(CoordinatorKey);
        }
        if (v >= 1)
        {
            w.Int8(KeyType);
        }
        if (v >= 4)
        {
            w.StringArray(CoordinatorKeys);
        }
        w.NoTags();
    }
}
