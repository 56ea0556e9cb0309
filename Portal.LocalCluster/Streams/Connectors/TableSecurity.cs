using System.Text.RegularExpressions;
using Portal.Kafka.Client;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

/// <summary>How the clients of a table reach its brokers and sign in, out of the options of Kafka's own client.</summary>
public sealed partial class TableSecurity
{
    private const string Jaas = "sasl.jaas.config";
    private readonly string? _mechanism;
    private readonly string _user = "";
    private readonly string _password = "";
    private readonly string? _caPem;
    private readonly string _protocol;

    /// <param name="get">A property of the client by its name.</param>
    /// <exception cref="SqlDataException">An option is missing or can't be; in words.</exception>
    public TableSecurity(Func<string, string?> get)
    {
        _protocol = (get("security.protocol") ?? "PLAINTEXT").ToUpperInvariant();
        if (_protocol is not ("PLAINTEXT" or "SASL_PLAINTEXT" or "SSL" or "SASL_SSL"))
        {
            throw new SqlDataException(
                $"Invalid value {_protocol} for configuration security.protocol. There is PLAINTEXT, SASL_PLAINTEXT, SSL and SASL_SSL."
            );
        }

        if (get("config.providers") is not null)
        {
            throw new SqlDataException(
                "The local cluster's stream runtime has no config providers: a password that they read needs real Flink."
            );
        }

        if (_protocol.StartsWith("SASL", StringComparison.Ordinal))
        {
            _mechanism = get("sasl.mechanism");
            if (_mechanism is not ("PLAIN" or "SCRAM-SHA-256" or "SCRAM-SHA-512"))
            {
                throw new SqlDataException(
                    $"The local cluster's stream runtime signs in with PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512, not with {_mechanism ?? "no sasl.mechanism"}."
                );
            }

            var login = Login().Match(get(Jaas) ?? "");
            (_user, _password) = login.Success
                ? (Unquoted(login.Groups["user"].Value), Unquoted(login.Groups["password"].Value))
                : throw new SqlDataException($"The option {Jaas} has no login module with username and password.");
        }

        _caPem = (get("ssl.truststore.type"), get("ssl.truststore.certificates")) switch
        {
            (_, null) => null,
            ("PEM", var pem) => pem,
            _ => throw new SqlDataException("ssl.truststore.certificates needs ssl.truststore.type PEM."),
        };
    }

    public bool SignsIn => _mechanism is not null;

    private bool IsTls => _protocol.EndsWith("SSL", StringComparison.Ordinal);

    /// <summary>As librdkafka spells it.</summary>
    public IEnumerable<KeyValuePair<string, string>> Client()
    {
        yield return new("security.protocol", _protocol);
        if (_mechanism is not null)
        {
            yield return new("sasl.mechanism", _mechanism);
            yield return new("sasl.username", _user);
            yield return new("sasl.password", _password);
        }

        if (IsTls && _caPem is not null)
        {
            yield return new("ssl.ca.pem", _caPem);
        }
    }

    public KafkaSecurity ToKafka() =>
        new(
            IsTls ? new KafkaTls(_caPem) : null,
            _mechanism switch
            {
                null => null,
                "PLAIN" => new KafkaSignIn.Plain(_user, _password),
                "SCRAM-SHA-256" => new KafkaSignIn.ScramSha256(_user, _password),
                _ => new KafkaSignIn.ScramSha512(_user, _password),
            }
        );

    private static string Unquoted(string text) =>
        Escaped()
            .Replace(
                text,
                found =>
                    found.Value[1] switch
                    {
                        'n' => "\n",
                        'r' => "\r",
                        var plain => $"{plain}",
                    }
            );

    [GeneratedRegex(
        @"LoginModule\s+required\s+username=""(?<user>(?:[^""\\]|\\.)*)""\s+password=""(?<password>(?:[^""\\]|\\.)*)""\s*;",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Login();

    [GeneratedRegex(@"\\.", RegexOptions.Singleline, matchTimeoutMilliseconds: 200)]
    private static partial Regex Escaped();
}
