namespace Portal.Core.Clusters;

/// <summary>Kafka's security.protocol.</summary>
public static class KafkaProtocol
{
    public const string Plaintext = "PLAINTEXT";

    public static string Of(Endpoint at) => Of(at.Tls, at.SaslMechanism is not null);

    /// <param name="sasl">It is signed in to with a password.</param>
    public static string Of(bool tls, bool sasl) =>
        (tls, sasl) switch
        {
            (false, false) => Plaintext,
            (false, true) => "SASL_PLAINTEXT",
            (true, false) => "SSL",
            (true, true) => "SASL_SSL",
        };
}
