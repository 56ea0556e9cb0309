using System.IdentityModel.Tokens.Jwt;
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

    // The newer handler of this version keeps the header of each token that it was ever shown, a stranger's as well.
    private static readonly JwtSecurityTokenHandler Handler = new();

    /// <summary>Which issuer a token names. Nothing in it is believed yet.</summary>
    /// <exception cref="SignInRefusedException">It is no signed token.</exception>
    public static string IssuerOf(string token)
    {
        try
        {
            return Handler.ReadJwtToken(token).Issuer ?? "";
        }
        catch (Exception wrong) when (IsNoToken(wrong))
        {
            throw new SignInRefusedException(SignInProblem.TokenInvalid, "It is no signed token.", wrong);
        }
    }

    /// <summary>Whether the issuer signed it for this portal and it is valid now; what it is about isn't looked at.</summary>
    /// <exception cref="SignInRefusedException">It isn't to be believed.</exception>
    /// <exception cref="InvalidOperationException">The issuer's keys can't be read now, so that nobody can tell.</exception>
    public async Task<JwtSecurityToken> Read(string token, CancellationToken stop)
    {
        var document = await Document.Read(stop);
        for (var again = false; ; again = true)
        {
            try
            {
                Handler.ValidateToken(
                    token,
                    new TokenValidationParameters
                    {
                        ValidIssuer = document.Issuer,
                        IssuerSigningKeys = document.SigningKeys,
                        ValidAudience = Audience,
                        ClockSkew = ClockSkew,
                    },
                    out var validated
                );
                return
                    validated is JwtSecurityToken read
                    && Algorithms.Contains(read.SignatureAlgorithm, StringComparer.Ordinal)
                    ? read
                    : throw new SignInRefusedException(SignInProblem.TokenInvalid, "Its algorithm isn't taken.");
            }
            catch (SecurityTokenSignatureKeyNotFoundException) when (!again)
            {
                document = await Document.ReadKeysAgain(stop);
            }
            catch (Exception wrong) when (wrong is SecurityTokenException || IsNoToken(wrong))
            {
                throw new SignInRefusedException(SignInProblems.Of(wrong), "The token can't be verified.", wrong);
            }
        }
    }

    // What the library throws at text that only looks like a token.
    private static bool IsNoToken(Exception wrong) =>
        wrong is ArgumentException or FormatException or InvalidCastException or OverflowException
        || wrong.GetType().Namespace?.StartsWith("Newtonsoft.Json", StringComparison.Ordinal) == true;
}
