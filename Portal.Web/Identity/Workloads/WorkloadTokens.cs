using Microsoft.Extensions.Options;
using Portal.Core.People.Accounts;
using Portal.Core.People.Federation;
using Portal.Web.Identity.OpenId;

namespace Portal.Web.Identity.Workloads;

/// <summary>Reads what an issuer that the settings trust states of a workload.</summary>
internal sealed class WorkloadTokens(IOptions<WorkloadOptions> options)
{
    // A person's sign-in, and a report that somebody signed out.
    private static readonly string[] NotOfWorkloads = ["nonce", "events"];

    private readonly Dictionary<string, (string Key, TokenTrust Trust)> _issuers = options.Value.Issuers.ToDictionary(
        pair => pair.Value.Authority,
        pair => (pair.Key, TrustIn(pair.Value)),
        StringComparer.Ordinal
    );

    /// <exception cref="SignInRefusedException">It isn't to be believed.</exception>
    /// <exception cref="InvalidOperationException">The issuer's document or keys can't be read.</exception>
    public async Task<StatedWorkload> Read(string token, CancellationToken stop)
    {
        // Which issuer's keys have to have signed it; only then is anything in it believed.
        if (!_issuers.TryGetValue(TokenTrust.IssuerOf(token), out var issuer))
        {
            throw new SignInRefusedException(SignInProblem.OtherIssuer, "Its issuer isn't one of the settings.");
        }

        var read = await issuer.Trust.Read(token, stop);
        if (NotOfWorkloads.FirstOrDefault(read.Payload.ContainsKey) is { } claim)
        {
            throw new SignInRefusedException(SignInProblem.TokenInvalid, $"A token with {claim} isn't a workload's.");
        }

        return new StatedWorkload(
            issuer.Key,
            string.Concat((read.Subject ?? "").Where(letter => !char.IsControl(letter))),
            [.. read.Claims.Select(claim => new ClaimValue(claim.Type, claim.Value))]
        );
    }

    private static TokenTrust TrustIn(IssuerOptions issuer) =>
        new(
            new ProviderDocument(
                issuer.Authority,
                issuer.KeysAtMostEvery,
                ProviderDocument.Client(issuer.Timeout, issuer.CaFile)
            ),
            issuer.Audience,
            issuer.ClockSkew
        );
}
