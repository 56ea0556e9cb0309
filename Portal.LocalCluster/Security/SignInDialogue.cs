using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Security;

/// <summary>
/// How the client of one connection signs in: it names a mechanism, exchanges its messages, and is somebody until the connection ends.
/// Sessions have no time limit here, so nobody signs in again. A refusal is answered, and then the connection ends.
/// </summary>
public sealed class SignInDialogue(SaslMechanisms mechanisms)
{
    /// <summary>Kafka's sasl.server.max.receive.size: nobody who hasn't signed in sends more.</summary>
    public const int MostBytes = 524_288;

    private ISaslServer? _server;

    /// <summary>Who has signed in.</summary>
    public string? User { get; private set; }

    /// <summary>Why the sign-in was refused.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Until somebody has signed in nothing else is answered.</summary>
    public bool IsOpen => User is not null;

    /// <summary>After a handshake of version 0, tokens come without a request around them.</summary>
    public bool ExpectsBareToken { get; private set; }

    /// <summary>Whether a request may be answered now.</summary>
    public bool Expects(ApiKey key) =>
        IsOpen
        || (_server is null ? key is ApiKey.ApiVersions or ApiKey.SaslHandshake : key == ApiKey.SaslAuthenticate);

    public SaslHandshakeResponse Handshake(SaslHandshakeRequest request, short version)
    {
        if (IsOpen)
        {
            return new() { Error = ErrorCode.IllegalSaslState };
        }

        if (mechanisms.Begin(request.Mechanism) is not { } server)
        {
            Refusal = "it named a SASL mechanism that isn't offered";
            return new() { Error = ErrorCode.UnsupportedSaslMechanism, Mechanisms = mechanisms.Names };
        }

        (_server, ExpectsBareToken) = (server, version == 0);
        return new() { Mechanisms = mechanisms.Names };
    }

    public SaslAuthenticateResponse Authenticate(ReadOnlySpan<byte> message)
    {
        if (_server is null)
        {
            return SignInWords.NotNow;
        }

        var step = _server.Next(message);
        if (step.Refusal is { } refusal)
        {
            Refusal = refusal;
            return new() { Error = ErrorCode.SaslAuthenticationFailed, ErrorMessage = refusal };
        }

        if (step.User is not null)
        {
            (User, _server, ExpectsBareToken) = (step.User, null, false);
        }

        return new() { AuthBytes = step.Challenge };
    }
}
