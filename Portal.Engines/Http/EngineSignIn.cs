using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Engines.Secrets;

namespace Portal.Engines.Http;

/// <summary>How the portal signs in to an HTTP API, as the header of each request.</summary>
internal static class EngineSignIn
{
    public static AuthenticationHeaderValue Basic(string username, string? password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}")));

    /// <summary>Null: nobody signs in.</summary>
    public static AuthenticationHeaderValue? Of(HttpSignIn? signIn, SecretVault vault) =>
        signIn switch
        {
            null => null,
            { Username: { } user } => Basic(user, vault.Plain(signIn.Secret)),
            _ => Bearer(vault.Plain(signIn.Secret)),
        };

    /// <summary>As it is registered.</summary>
    public static async Task<AuthenticationHeaderValue?> Stored(
        PortalDb db,
        SecretVault vault,
        string? username,
        long? secretId,
        CancellationToken stop
    )
    {
        var secret = secretId is { } id
            ? vault.Open(await db.Set<Secret>().Where(s => s.Id == id).Select(s => s.Protected).SingleAsync(stop))
            : null;
        return username is not null ? Basic(username, secret)
            : secret is not null ? Bearer(secret)
            : null;
    }

    private static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);
}
