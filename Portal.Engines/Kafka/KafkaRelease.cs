using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>
/// Which release a broker is, as far as the protocol tells: no request asks for it. KRaft brokers announce the metadata
/// version they support, which grows with each release; of others only what they understand is known.
/// </summary>
internal static class KafkaRelease
{
    private const string MetadataVersion = "metadata.version";

    // The first level of each release, from Kafka's MetadataVersion.
    private static readonly (short Level, string Release)[] Levels =
    [
        (7, "3.3"),
        (8, "3.4"),
        (9, "3.5"),
        (12, "3.6"),
        (15, "3.7"),
        (20, "3.8"),
        (21, "3.9"),
        (22, "4.0"),
        (26, "4.1"),
        (28, "4.2"),
        (30, "4.3"),
    ];

    // What came with which release, the newest first.
    private static readonly (ApiKey Key, string Release)[] Marks =
    [
        (ApiKey.DescribeShareGroupOffsets, "4.1"),
        (ApiKey.DescribeTopicPartitions, "3.8"),
        (ApiKey.ConsumerGroupDescribe, "3.7"),
        (ApiKey.DescribeCluster, "2.8"),
    ];

    // Only brokers that take their orders from ZooKeeper's controller offer these to clients; only KRaft has a quorum.
    private const short LeaderAndIsr = 4;
    private const short DescribeQuorum = 55;

    /// <summary>What a broker, whichever answers, supports.</summary>
    public static Task<ApiVersionsResponse> Read(KafkaClient client, CancellationToken stop)
    {
        var asked = new ApiVersionsRequest { ClientSoftwareName = "portal", ClientSoftwareVersion = "1" };
        return client.SendAny(Call.Of(asked), null, stop);
    }

    public static string? Of(ApiVersionsResponse told)
    {
        var supported = told.SupportedFeatures.FirstOrDefault(feature => feature.Name == MetadataVersion);
        return supported?.MaxVersion switch
        {
            { } level when level > Levels[^1].Level => $"at least {Levels[^1].Release}",
            { } level when level >= Levels[0].Level => Levels.Last(known => known.Level <= level).Release,
            _ => Marks
                .Where(mark => Offers(told, (short)mark.Key))
                .Select(mark => $"at least {mark.Release}")
                .FirstOrDefault(),
        };
    }

    public static string? Controller(ApiVersionsResponse told) =>
        told.FinalizedFeatures.Any(feature => feature.Name == MetadataVersion) || Offers(told, DescribeQuorum) ? "KRaft"
        : Offers(told, LeaderAndIsr) ? "ZooKeeper"
        : null;

    private static bool Offers(ApiVersionsResponse told, short key) => told.ApiKeys.Any(api => api.ApiKey == key);
}
