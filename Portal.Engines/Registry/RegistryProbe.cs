using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Registries;
using Portal.Engines.Http;
using Portal.Engines.Secrets;

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
            var (field, words) = await new ProbeFault(reach).Of(access, "url", wrong, stop);
            return Refusal.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = words });
        }
    }
}
