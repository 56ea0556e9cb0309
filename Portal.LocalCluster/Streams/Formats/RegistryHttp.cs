using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Portal.LocalCluster.Streams.Formats;

/// <summary>How a format reaches its schema registry and signs in, out of the options of Confluent's own client.</summary>
internal static class RegistryHttp
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);
    private static readonly HttpClient Trusting = new() { Timeout = AnswerWithin };

    // By the authority that is trusted.
    private static readonly ConcurrentDictionary<string, HttpClient> Private = new(StringComparer.Ordinal);

    public static HttpClient Client(FormatOptions options) =>
        options.Get("avro-confluent.properties.schema.registry.ssl.truststore.certificates") is { } pem
            ? Private.GetOrAdd(pem, Of)
            : Trusting;

    /// <summary>Null: nobody signs in.</summary>
    public static AuthenticationHeaderValue? SignIn(FormatOptions options) =>
        options.Get("avro-confluent.basic-auth.user-info") is { } user
            ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user)))
        : options.Get("avro-confluent.bearer-auth.token") is { } token ? new("Bearer", token)
        : null;

    private static HttpClient Of(string pem)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            TrustMode = X509ChainTrustMode.CustomRootTrust,
        };
        policy.CustomTrustStore.ImportFromPem(pem);
        return new(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } })
        {
            Timeout = AnswerWithin,
        };
    }
}
