using Portal.Kafka.Messages;
using Portal.LocalCluster.Security;

namespace Portal.LocalCluster.Broker.Requests;

internal static class SaslAuthenticate
{
    public static SaslAuthenticateResponse Answer(Exchange on, SaslAuthenticateRequest request) =>
        on.Client.SignIn?.Authenticate(request.AuthBytes.Span) ?? SignInWords.NotNow;
}
