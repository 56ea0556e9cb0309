using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks which requests a broker understands, in which versions. Always the first on a connection.</summary>
public sealed record ApiVersionsRequest : IKafkaRequest<ApiVersionsRequest, ApiVersionsResponse>
{
    public static ApiKey Key => ApiKey.ApiVersions;

    public static VersionRange Versions => new(0, 4, 3);

    public string ClientSoftwareName { get; init; } = "";
    public string ClientSoftwareVersion { get; init; } = "";

    public static ApiVersionsRequest Read(ref KafkaReader r, short v)
    {
        var m = new ApiVersionsRequest
        {
            ClientSoftwareName = v >= 3 ? r.String() : "",
            ClientSoftwareVersion = v >= 3 ? r.String() : "",
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        if (v >= 3)
        {
            w.String(ClientSoftwareName);
            w.String(ClientSoftwareVersion);
        }
        w.NoTags();
    }
}
