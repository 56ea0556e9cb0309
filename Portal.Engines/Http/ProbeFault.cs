using System.Net;
using Portal.Core.Clusters;
using Portal.Kafka.Client;

namespace Portal.Engines.Http;

/// <summary>Which field of a form has to change where an engine with an HTTP API couldn't be tried, and why.</summary>
internal sealed class ProbeFault(ClusterReach reach)
{
    /// <param name="field">What the API calls the address.</param>
    public async Task<(string Field, string Words)> Of(
        HttpAccess access,
        string field,
        EngineException wrong,
        CancellationToken stop
    )
    {
        if (wrong.IsSignInRefused)
        {
            return (FieldOf(access.SignIn), wrong.Message);
        }

        if (wrong.InnerException is not HttpRequestException broken || access.Url.Scheme != Uri.UriSchemeHttps)
        {
            return (field, wrong.Message);
        }

        var shown = await CertificateLook.At(new(access.Url.DnsSafeHost, access.Url.Port), Objection, stop);
        var isUntrusted = broken.HttpRequestError == HttpRequestError.SecureConnectionError;
        if (shown.AsksForOurs && !isUntrusted)
        {
            return access.SignIn?.Certificate is null
                ? ("signIn", $"{access.Url.Authority} requires a client certificate: choose that sign-in.")
                : (
                    "clientCertificate",
                    $"{access.Url.Authority} doesn't accept this client certificate: it has to be signed by an authority that is trusted there."
                );
        }

        return (isUntrusted, shown.Certificate) switch
        {
            (false, _) => (field, wrong.Message),
            (true, null) => (
                field,
                $"No secure connection to {access.Url.Authority}: perhaps this port doesn't speak TLS."
            ),
            (true, { } certificate) => (
                "caPem",
                $"No secure connection to {access.Url.Authority}. The certificate there: {certificate}. "
                    + (
                        access.CaPem is null
                            ? "If its issuer is your own authority, give that authority's certificate."
                            : "It has to be signed by the authority given here, and name the host."
                    )
            ),
        };
    }

    private static string FieldOf(HttpSignIn? signIn) =>
        signIn switch
        {
            null => "signIn",
            { Certificate: not null } => "clientCertificate",
            { Username: null } => "token",
            _ => "password",
        };

    private string? Objection(KafkaEndpoint at, IPAddress address) => reach.Complaint(at.Host, address);
}
