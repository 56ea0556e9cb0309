namespace Portal.Kafka.Wire;

/// <summary>Whole frames, length first, ready to be sent: <see cref="KafkaWriter.Written"/> holds them.</summary>
public static class Frames
{
    public static void Request(
        KafkaWriter w,
        ApiKey key,
        VersionRange versions,
        short version,
        int correlationId,
        string? clientId,
        Action<KafkaWriter, short> body
    )
    {
        var start = Begin(w);
        var header = new RequestHeader(key, version, correlationId, clientId);
        header.Write(w, versions.IsFlexible(version));
        body(w, version);
        End(w, start);
    }

    public static void Response<TResponse>(
        KafkaWriter w,
        TResponse response,
        ApiKey key,
        VersionRange versions,
        short version,
        int correlationId
    )
        where TResponse : IWireFormat<TResponse>
    {
        var start = Begin(w);
        ResponseHeader.Write(w, key, correlationId, versions.IsFlexible(version));
        response.Write(w, version);
        End(w, start);
    }

    private static int Begin(KafkaWriter w)
    {
        var start = w.Length;
        w.Int32(0);
        return start;
    }

    private static void End(KafkaWriter w, int start) => w.Int32At(start, w.Length - start - sizeof(int));
}
