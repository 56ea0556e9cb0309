namespace Portal.Kafka.Wire;

/// <summary>What stands before each request: header version 1, or 2 (with tags) where the request is flexible.</summary>
public readonly record struct RequestHeader(ApiKey Key, short Version, int CorrelationId, string? ClientId)
{
    /// <summary>
    /// Reads the header and leaves <paramref name="r"/> in the body's mode. Whether it is flexible can be told only for a
    /// key that <paramref name="versionsOf"/> knows: the body of any other must not be read.
    /// </summary>
    public static RequestHeader Read(ref KafkaReader r, Func<ApiKey, VersionRange?> versionsOf)
    {
        r.Flexible = false;
        var header = new RequestHeader((ApiKey)r.Int16(), r.Int16(), r.Int32(), r.NullableString());
        // The client id stays classic in every header version, so that a broker can read it before it knows the rest.
        r.Flexible = versionsOf(header.Key) is { } versions && versions.IsFlexible(header.Version);
        r.SkipTags();
        return header;
    }

    public void Write(KafkaWriter w, bool flexible)
    {
        w.Flexible = false;
        w.Int16((short)Key);
        w.Int16(Version);
        w.Int32(CorrelationId);
        w.NullableString(ClientId);
        w.Flexible = flexible;
        w.NoTags();
    }
}
