using Portal.Kafka.Client;

namespace Portal.Tests.Kafka;

/// <summary>The brokers of a list as a test's own cluster writes it.</summary>
internal static class Endpoints
{
    public static IReadOnlyList<KafkaEndpoint> Of(string bootstrap) =>
        [
            .. bootstrap
                .Split(',')
                .Select(at => new Uri($"kafka://{at}"))
                .Select(at => new KafkaEndpoint(at.IdnHost, at.Port)),
        ];
}
