using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Broker.Requests;

internal static class SaslHandshake
{
    public static SaslHandshakeResponse Answer(Exchange on, SaslHandshakeRequest request) =>
        on.Client.SignIn?.Handshake(request, on.Version) ?? new() { Error = ErrorCode.IllegalSaslState };
}
