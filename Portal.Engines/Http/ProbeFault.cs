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
            return (
                access.SignIn is { Username: null } ? "token"
                : access.SignIn is null ? "signIn"
                : "password",
                wrong.Message
            );
        }

        if (
            wrong.InnerException
            is not HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
        )
        {
            return (field, wrong.Message);
        }

        return
            await CertificateLook.At(new(access.Url.DnsSafeHost, access.Url.Port), Objection, stop) is { } certificate
            ? (
                "caPem",
                $"No secure connection to {access.Url.Authority}. The certificate there: {certificate}. "
                    + (
                        access.CaPem is null
                            ? "If its issuer is your own authority, give that authority's certificate."
                            : "It has to be signed by the authority given here, and name the host."
                    )
            )
            : (field, $"No secure connection to {access.Url.Authority}: perhaps this port doesn't speak TLS.");
    }

    private string? Objection(KafkaEndpoint at, IPAddress address) => reach.Complaint(at.Host, address);
}
