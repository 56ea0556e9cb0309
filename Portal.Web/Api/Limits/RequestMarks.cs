using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Portal.Core;
using Portal.Core.People;

namespace Portal.Web.Api.Limits;

/// <summary>
/// Marks of requests that came with an <c>Idempotency-Key</c>: SHA-256 of method, path and body, sealed with the keys that all web processes share. Bare,
/// it would be stored for a day, and whoever has a copy of the store could try passwords against it.
/// </summary>
internal sealed class RequestMarks(IDataProtectionProvider protection)
{
    /// <summary>Reads the body, and leaves it at its beginning.</summary>
    public async Task<RequestMark> Of(HttpContext http, PersonId person, string key)
    {
        var protector = protection.CreateProtector(
            "Portal.IdempotencyKey",
            person.Value.ToString(CultureInfo.InvariantCulture),
            key
        );
        var hash = await Hash(http);
        return new(protector.Protect(hash), kept => IsOf(protector, kept, hash));
    }

    // Sealed with keys that aren't here: nobody can know of which request it is, so it isn't done under this key.
    private static bool IsOf(IDataProtector protector, byte[] kept, byte[] hash)
    {
        try
        {
            return CryptographicOperations.FixedTimeEquals(protector.Unprotect(kept), hash);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static async Task<byte[]> Hash(HttpContext http)
    {
        http.Request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(
            Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n")
        );
        var piece = new byte[8192];
        int read;
        while ((read = await http.Request.Body.ReadAsync(piece, http.RequestAborted)) > 0)
        {
            hash.AppendData(piece, 0, read);
        }

        http.Request.Body.Position = 0;
        return hash.GetHashAndReset();
    }
}
