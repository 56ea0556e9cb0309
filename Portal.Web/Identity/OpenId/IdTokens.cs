using System.IdentityModel.Tokens.Jwt;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Portal.Web.Identity.OpenId;

/// <summary>
/// What an id_token has to pass before it is believed. Signature, issuer, audience, times, nonce, azp and at_hash are
/// checked by the library; which algorithms count, and that new keys are read once, is decided here.
/// </summary>
internal static class IdTokens
{
    /// <summary>What a provider's answer and a kept session call it.</summary>
    public const string Name = "id_token";

    // State is the framework's: it was checked before a code was exchanged.
    private static readonly OpenIdConnectProtocolValidator Protocol = new()
    {
        RequireState = false,
        RequireStateValidation = false,
    };

    public static string NewNonce() => Protocol.GenerateNonce();

    /// <exception cref="SignInRefusedException">It isn't to be believed.</exception>
    /// <exception cref="InvalidOperationException">The provider's keys can't be read now, so that nobody can tell.</exception>
    public static async Task<JwtSecurityToken> Validate(
        this OpenIdOptions options,
        string token,
        string accessToken,
        string nonce,
        CancellationToken stop
    )
    {
        var read = await options.Trust.Read(token, stop);
        try
        {
            Protocol.ValidateTokenResponse(
                new OpenIdConnectProtocolValidationContext
                {
                    ClientId = options.ClientId,
                    Nonce = nonce,
                    ValidatedIdToken = read,
                    ProtocolMessage = new OpenIdConnectMessage { IdToken = token, AccessToken = accessToken },
                }
            );
            return read;
        }
        catch (OpenIdConnectProtocolException wrong)
        {
            throw new SignInRefusedException(SignInProblem.TokenInvalid, "The id_token isn't for this sign-in.", wrong);
        }
    }
}
