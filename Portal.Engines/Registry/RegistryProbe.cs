using System.Net;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Registries;
using Portal.Engines.Http;
using Portal.Engines.Kafka;
using Portal.Engines.Secrets;
using Portal.Kafka.Client;

namespace Portal.Engines.Registry;

/// <summary>Tries a registry as somebody typed it: what it is and what it offers, found by asking.</summary>
internal sealed class RegistryProbe(SecretVault vault, ClusterReach reach, TimeProvider clock) : IRegistryProbe
{
    public async Task<Outcome<RegistryFacts>> Ask(HttpAccess access, CancellationToken stop)
    {
        try
        {
            using var http = EngineHttp.Client(
                access.Url,
                RegistryCalls.Accepts,
                EngineSignIn.Of(access.SignIn, vault),
                access.CaPem,
                reach
            );
            return await RegistryLook.At(new RegistryCalls(http, access.Url.Authority, clock), stop);
        }
        catch (EngineException wrong)
        {
            var (field, words) = await Blame(access, wrong, stop);
            return Refusal.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = words });
        }
    }

    // Beside the field that has to change.
    private async Task<(string Field, string Words)> Blame(
        HttpAccess access,
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
            return ("url", wrong.Message);
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
            : ("url", $"No secure connection to {access.Url.Authority}: perhaps this port doesn't speak TLS.");
    }

    private string? Objection(KafkaEndpoint at, IPAddress address) => reach.Complaint(at.Host, address);
}
