namespace Portal.Kafka.Wire;

/// <summary>What stands before each response: the correlation id, and tags where the response is flexible.</summary>
public static class ResponseHeader
{
    /// <summary>Reads the correlation id. The rest can be read only when it is known which request was answered.</summary>
    public static int ReadCorrelationId(ref KafkaReader r) => r.Int32();

    /// <summary>Reads what follows the correlation id and leaves <paramref name="r"/> in the body's mode.</summary>
    public static void ReadRest(ref KafkaReader r, ApiKey key, bool flexible)
    {
        r.Flexible = flexible && HasTags(key);
        r.SkipTags();
        r.Flexible = flexible;
    }

    public static void Write(KafkaWriter w, ApiKey key, int correlationId, bool flexible)
    {
        w.Int32(correlationId);
        w.Flexible = flexible && HasTags(key);
        w.NoTags();
        w.Flexible = flexible;
    }

    // A client that asks in a version the broker doesn't know must be able to read the refusal (KIP-511).
    private static bool HasTags(ApiKey key) => key != ApiKey.ApiVersions;
}
