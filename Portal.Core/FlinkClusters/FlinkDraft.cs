using System.Text;
using Portal.Core.Clusters;

namespace Portal.Core.FlinkClusters;

/// <summary>A cluster's Flink as somebody wants it added. Its REST API and its SQL Gateway are signed in to alike.</summary>
/// <param name="Url">Its REST API, which the JobManager answers: http://flink.internal:8081.</param>
/// <param name="GatewayUrl">Its SQL Gateway; null: it starts JARs, and none by SQL.</param>
/// <param name="Password">Null when editing keeps the one that is stored.</param>
/// <param name="Token">A bearer token; null when editing keeps the one that is stored.</param>
/// <param name="CaPem">Who signed the certificates of what has https; null for what the portal's machine trusts.</param>
/// <param name="SignIn">Null: what is given shows it.</param>
/// <param name="ClientCertificate">What the portal shows of itself, with what signed it, as PEM; null: nothing.</param>
/// <param name="ClientKey">Its private key, as PEM; null when editing keeps the one that is stored.</param>
/// <param name="JobClusters">The clusters whose topics and schemas its jobs may name; null: all of the environment.</param>
public sealed record FlinkDraft(
    string Url,
    string? GatewayUrl = null,
    string? Username = null,
    string? Password = null,
    string? Token = null,
    string? CaPem = null,
    HttpSignInMethod? SignIn = null,
    string? ClientCertificate = null,
    string? ClientKey = null,
    IReadOnlyList<string>? JobClusters = null
)
{
    internal IReadOnlyList<HttpDraft> Endpoints() =>
        ClusterRegister.Blank(GatewayUrl) is { } gateway
            ? [Flink(gateway), Endpoint(EndpointKind.SqlGateway, "gatewayUrl", gateway, Url)]
            : [Flink(null)];

    private HttpDraft Flink(string? gateway) =>
        Endpoint(EndpointKind.Flink, "url", Url, gateway) with
        {
            JobClusters = JobClusters is null
                ? null
                : [.. JobClusters.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };

    // One of the two may be reached without TLS; an authority that neither has a use for is reported.
    private HttpDraft Endpoint(EndpointKind kind, string field, string url, string? beside) =>
        new(kind, field, url, Given, IsSecure(url) || !IsSecure(beside) ? CaPem : null);

    private HttpCredentials Given => new(SignIn, Username, Password, Token, ClientCertificate, ClientKey);

    private static bool IsSecure(string? url) => url is not null && HttpRules.Parse(url) is { Scheme: "https" };

    // Whatever prints this, a log or a failed assertion, doesn't get the secrets.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Url}, {GatewayUrl}, {Given}");
        return true;
    }
}
