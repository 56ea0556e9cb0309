using Portal.Core.Clusters;
using Endpoint = Portal.Core.Clusters.Endpoint;

namespace Portal.Web.Features.Clusters.Endpoints;

/// <summary>What is typed about an engine beside a cluster's brokers. Password, token and key are held while the form is open and shown to nobody.</summary>
public sealed class EndpointForm
{
    public string Url { get; set; } = "";
    public string GatewayUrl { get; set; } = "";
    public string Username { get; set; } = "";
    public string Password { get; set; } = "";
    public HttpSignInMethod SignIn { get; set; }
    public string Token { get; set; } = "";
    public string CaPem { get; set; } = "";
    public string ClientCertificate { get; set; } = "";
    public string ClientKey { get; set; } = "";

    /// <summary>Of a Flink: names by commas; empty: all of the environment.</summary>
    public string JobClusters { get; set; } = "";

    /// <param name="known">As it is set now; null when it isn't.</param>
    /// <param name="gateway">The one beside it; null when there is none.</param>
    public static EndpointForm Of(Endpoint? known, Endpoint? gateway) =>
        new()
        {
            Url = known?.Addresses ?? "",
            GatewayUrl = gateway?.Addresses ?? "",
            Username = known?.Username ?? "",
            SignIn = known?.HttpSignIn ?? HttpSignInMethod.None,
            CaPem = known?.CaPem ?? gateway?.CaPem ?? "",
            ClientCertificate = known?.ClientCertificate ?? "",
            JobClusters = string.Join(", ", known?.JobClusters ?? []),
        };

    public static string? Blank(string typed) => string.IsNullOrWhiteSpace(typed) ? null : typed;
}
