using Portal.Core.ServiceAccounts;
using static Portal.Web.Features.Access.SnippetText;

namespace Portal.Web.Features.Access;

/// <summary>How a client signs in, in the words of each library: by a password that its deployment keeps, or with a certificate and key in files.</summary>
internal static class SnippetSignIn
{
    private const string Certificate = "/etc/kafka/client.crt";
    private const string Key = "/etc/kafka/client.key";

    /// <summary>Where a client finds who signed the brokers' certificates, where the machine doesn't trust it by itself.</summary>
    public const string Authority = "/etc/kafka/ca.pem";

    public static string Java(SnippetOf of) =>
        (
            of.Mechanism is { } mechanism
                ? $"""
                    sasl.mechanism={mechanism.Title()}
                    sasl.jaas.config={Property(
                        $"org.apache.kafka.common.security.scram.ScramLoginModule required username=\"{Jaas(of.User)}\" password=\"<password>\";"
                    )}
                    """
                : """
                    # one file with the private key and the certificate
                    ssl.keystore.type=PEM
                    ssl.keystore.location=/etc/kafka/client.pem
                    """
        ) + (of.HasAuthority ? $"\nssl.truststore.type=PEM\nssl.truststore.location={Authority}" : "");

    /// <summary>Settings of librdkafka, the secret aside.</summary>
    public static (string Name, string Value)[] Settings(SnippetOf of) =>
        [
            .. of.Mechanism is { } mechanism
                ? new[] { ("sasl.mechanism", mechanism.Title()), ("sasl.username", of.User) }
                : [("ssl.certificate.location", Certificate), ("ssl.key.location", Key)],
            .. of.HasAuthority ? new[] { ("ssl.ca.location", Authority) } : [],
        ];

    /// <summary>The line that reads the password, where there is one.</summary>
    public static string Password(SnippetOf of, string line) => of.Mechanism is null ? "" : $"\n{line}";

    public static string Go(SnippetOf of) =>
        (of.Mechanism, of.HasAuthority) switch
        {
            ({ } mechanism, _) =>
                $"kgo.SASL(scram.Auth{{User: \"{Double(of.User)}\", Pass: os.Getenv(\"KAFKA_PASSWORD\")}}.As{(mechanism == CredentialMechanism.ScramSha512 ? "Sha512" : "Sha256")}Mechanism()),{GoTls(of)}",
            (_, true) =>
                "kgo.DialTLSConfig(&tls.Config{Certificates: []tls.Certificate{certificate}, RootCAs: authorities}),",
            _ => "kgo.DialTLSConfig(&tls.Config{Certificates: []tls.Certificate{certificate}}),",
        };

    private static string GoTls(SnippetOf of) =>
        of.HasAuthority ? "\n    kgo.DialTLSConfig(&tls.Config{RootCAs: authorities}),"
        : of.Tls ? "\n    kgo.DialTLS(),"
        : "";

    /// <summary>What a client in Go needs before it is made.</summary>
    public static string BeforeGo(SnippetOf of) =>
        (of.Mechanism is null ? $"certificate, err := tls.LoadX509KeyPair(\"{Certificate}\", \"{Key}\")\n" : "")
        + (
            of.HasAuthority
                ? $"authority, err := os.ReadFile(\"{Authority}\")\nauthorities := x509.NewCertPool()\nauthorities.AppendCertsFromPEM(authority)\n"
                : ""
        );
}
