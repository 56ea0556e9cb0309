using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Portal.Core;

namespace Portal.Web.Identity.OpenId;

/// <summary>A provider's refresh tokens as they lie in the store: sealed for one person at one provider, so that no row's can stand in another's.</summary>
internal sealed class RefreshTokens(IDataProtectionProvider protection)
{
    public const string Name = "refresh_token";

    public byte[] Seal(string token, string provider, PersonId person) =>
        Of(provider, person).Protect(Encoding.UTF8.GetBytes(token));

    /// <returns>Null when it can't be opened: the keys are others, or the row isn't this person's.</returns>
    public string? Open(byte[] sealedToken, string provider, PersonId person)
    {
        try
        {
            return Encoding.UTF8.GetString(Of(provider, person).Unprotect(sealedToken));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Of(string provider, PersonId person) =>
        protection.CreateProtector(
            "Portal.RefreshToken",
            provider,
            person.Value.ToString(CultureInfo.InvariantCulture)
        );
}
