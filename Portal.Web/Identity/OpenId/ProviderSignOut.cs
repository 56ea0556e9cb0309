using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Portal.Core.People.Federation;

namespace Portal.Web.Identity.OpenId;

/// <summary>Where a person who signed in at a provider signs out there (OpenID Connect RP-Initiated Logout).</summary>
internal sealed class ProviderSignOut(ConfiguredProviders providers, IOptionsMonitor<OpenIdOptions> schemes)
{
    public sealed record Destination(string Provider, string Address);

    /// <summary>Null when the person came otherwise, or the provider knows no such thing or can't be asked.</summary>
    public async Task<Destination?> Address(HttpContext http)
    {
        if (
            http.User.FindFirstValue(SessionCookie.ProviderClaim) is not { } key
            || providers.Find(key) is not { } provider
        )
        {
            return null;
        }

        var options = schemes.Get(OpenIdOptions.SchemeOf(key));
        if (await EndSession(options, http.RequestAborted) is not { } end)
        {
            return null;
        }

        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = options.ClientId,
            ["post_logout_redirect_uri"] = $"{http.Request.Scheme}://{http.Request.Host}/sign-in",
            ["id_token_hint"] = await http.GetTokenAsync(SessionCookie.Scheme, IdTokens.Name),
        };
        return new Destination(
            provider.Title,
            QueryHelpers.AddQueryString(end, query.Where(part => part.Value is not null))
        );
    }

    private static async Task<string?> EndSession(OpenIdOptions options, CancellationToken stop)
    {
        try
        {
            var address = (await options.Document.Read(stop)).EndSessionEndpoint;
            return
                Uri.TryCreate(address, UriKind.Absolute, out var end)
                && (end.Scheme == Uri.UriSchemeHttps || (end.Scheme == Uri.UriSchemeHttp && end.IsLoopback))
                ? address
                : null;
        }
        catch (Exception failure)
            when (failure
                    is InvalidOperationException
                        or IOException
                        or HttpRequestException
                        or OperationCanceledException
            )
        {
            return null; // signed out here all the same
        }
    }
}
