using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Portal.Web.Identity.OpenId;

/// <summary>Whose tokens are believed, and for whom they have to be. Signature, issuer, audience and times are checked by the library.</summary>
/// <param name="Audience">What the issuer calls this portal.</param>
internal sealed record TokenTrust(ProviderDocument Document, string Audience, TimeSpan ClockSkew)
{
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

    /// <summary>Whether the issuer signed it for this portal and it is valid now; what it is about isn't looked at.</summary>
    /// <exception cref="SignInRefusedException">It isn't to be believed.</exception>
    public async Task<JsonWebToken> Read(string token, CancellationToken stop)
    {
        for (var again = false; ; again = true)
        {
            var document = await Document.Read(stop);
            var result = Handler.ValidateToken(
                token,
                new TokenValidationParameters
                {
                    ValidIssuer = document.Issuer,
                    IssuerSigningKeys = document.SigningKeys,
                    ValidAudience = Audience,
                    ClockSkew = ClockSkew,
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
                    "The token can't be verified.",
                    result.Exception
                );
            }

            Document.ReadKeysAgain(); // they may have been rotated
        }
    }
}
