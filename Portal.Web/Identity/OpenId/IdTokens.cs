using System.IdentityModel.Tokens.Jwt;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Portal.Web.Identity.OpenId;

/// <summary>
/// What an id_token has to pass before it is believed. Signature, issuer, audience, times, nonce, azp and at_hash are
/// checked by the library; which algorithms count, and that new keys are read once, is decided here.
/// </summary>
internal static class IdTokens
{
    /// <summary>What a provider's answer and a kept session call it.</summary>
    public const string Name = "id_token";

    // A provider's public key can't sign by HMAC: whoever knows the client's secret could.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly JsonWebTokenHandler Handler = new();

    // State is the framework's: it was checked before a code was exchanged.
    private static readonly OpenIdConnectProtocolValidator Protocol = new()
    {
        RequireState = false,
        RequireStateValidation = false,
    };

    public static string NewNonce() => Protocol.GenerateNonce();

    /// <exception cref="SignInRefusedException">It isn't to be believed.</exception>
    public static async Task<JsonWebToken> Validate(
        this OpenIdOptions options,
        string token,
        string accessToken,
        string nonce,
        CancellationToken stop
    )
    {
        var read = await options.Trusted(token, stop);
        try
        {
            Protocol.ValidateTokenResponse(
                new OpenIdConnectProtocolValidationContext
                {
                    ClientId = options.ClientId,
                    Nonce = nonce,
                    ValidatedIdToken = new JwtSecurityToken(token),
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

    /// <summary>Whether the provider signed it for this client and it is valid now; what it is about isn't looked at.</summary>
    /// <exception cref="SignInRefusedException">It isn't to be believed.</exception>
    public static async Task<JsonWebToken> Trusted(this OpenIdOptions options, string token, CancellationToken stop)
    {
        for (var again = false; ; again = true)
        {
            var document = await options.Document.Read(stop);
            var result = Handler.ValidateToken(
                token,
                new TokenValidationParameters
                {
                    ValidIssuer = document.Issuer,
                    IssuerSigningKeys = document.SigningKeys,
                    ValidAudience = options.ClientId,
                    ClockSkew = options.ClockSkew,
                }
            );
            if (
                result.IsValid
                && result.SecurityToken is JsonWebToken read
                && Algorithms.Contains(read.Alg, StringComparer.Ordinal)
            )
            {
                return read;
            }

            if (again || result.Exception is not SecurityTokenSignatureKeyNotFoundException)
            {
                throw new SignInRefusedException(
                    SignInProblems.Of(result.Exception),
                    "The id_token can't be verified.",
                    result.Exception
                );
            }

            options.Document.ReadKeysAgain(); // they may have been rotated
        }
    }
}
