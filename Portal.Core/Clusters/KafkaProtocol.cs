namespace Portal.Core.Clusters;

/// <summary>Kafka's security.protocol.</summary>
public static class KafkaProtocol
{
    public const string Plaintext = "PLAINTEXT";

    public static string Of(Endpoint at) =>
        (at.Tls, at.SaslMechanism) switch
        {
            (false, null) => Plaintext,
            (false, _) => "SASL_PLAINTEXT",
            (true, null) => "SSL",
            (true, _) => "SASL_SSL",
        };
}
