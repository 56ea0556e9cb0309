using System.Security.Cryptography;
using System.Text;
using Portal.Core.Clusters;

namespace Portal.Core.Jobs.Tables;

/// <summary>How a table's brokers and its registry are reached and signed in to, as its options.</summary>
internal static class SecurityOptions
{
    private const string Hidden = "•••";
    private const int ShownDigits = 16;

    public static IEnumerable<TableOption> Kafka(Endpoint at)
    {
        if (KafkaProtocol.Of(at) is var protocol && protocol != KafkaProtocol.Plaintext)
        {
            yield return new("properties.security.protocol", protocol);
        }

        if (at is { SaslMechanism: { } mechanism, Username: { } user })
        {
            yield return new("properties.sasl.mechanism", mechanism);
            yield return new(
                "properties.sasl.jaas.config",
                "",
                $"username \"{user}\", password {at.PasswordReference ?? Hidden}",
                new TableSignIn.Kafka(mechanism, user, at.SecretId, at.PasswordReference)
            );
        }

        foreach (var option in Trusted(at, "properties."))
        {
            yield return option;
        }
    }

    /// <param name="format">What the format's options begin with.</param>
    public static IEnumerable<TableOption> Registry(Endpoint at, string format)
    {
        if (at is { Username: { } user, SecretId: { } password })
        {
            yield return new($"{format}basic-auth.credentials-source", "USER_INFO");
            yield return new(
                $"{format}basic-auth.user-info",
                "",
                $"{user}:{Hidden}",
                new TableSignIn.Basic(user, password)
            );
        }
        else if (at.SecretId is { } token)
        {
            yield return new($"{format}bearer-auth.credentials-source", "STATIC_TOKEN");
            yield return new($"{format}bearer-auth.token", "", Hidden, new TableSignIn.Bearer(token));
        }

        foreach (var option in Trusted(at, $"{format}properties.schema.registry."))
        {
            yield return option;
        }
    }

    private static IEnumerable<TableOption> Trusted(Endpoint at, string prefix)
    {
        if (at is not { Tls: true, CaPem: { } pem })
        {
            yield break;
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(pem)))[..ShownDigits];
        yield return new($"{prefix}ssl.truststore.type", "PEM");
        yield return new(
            $"{prefix}ssl.truststore.certificates",
            pem,
            $"the authority that is registered, SHA-256 {digest}…"
        );
    }
}
