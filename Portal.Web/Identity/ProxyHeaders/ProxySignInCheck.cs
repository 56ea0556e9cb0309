using System.Net;
using Microsoft.Extensions.Options;
using Portal.Core.People;
using Portal.Web.Proxy;

namespace Portal.Web.Identity.ProxyHeaders;

/// <summary>Keeps a portal from starting with a sign-in proxy that anybody could pass for; says what to set.</summary>
internal sealed class ProxySignInCheck(IOptions<IdentityOptions> identity, IConfiguration configuration)
    : IValidateOptions<ProxySignInOptions>
{
    private const string At = ProxySignInOptions.Section;
    private const string Mode = $"{IdentityOptions.Section}:{nameof(IdentityOptions.Mode)}";
    private const int ShortestSecret = 32;
    private static readonly TimeSpan SlowestRecheck = TimeSpan.FromSeconds(20);

    public ValidateOptionsResult Validate(string? name, ProxySignInOptions options)
    {
        var wrong = Complaints(
                identity.Value,
                options,
                EmbeddedSignInGuard.ListenAddresses(configuration).Any(IsSocket),
                ProxyRegistration.BelievesEverybody(configuration)
            )
            .ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    /// <param name="listensOnSocket">Web listens on a Unix socket.</param>
    /// <param name="believesEverybody">ASP.NET Core applies forwarded addresses before the portal looks at a connection's own.</param>
    public static IEnumerable<string> Complaints(
        IdentityOptions identity,
        ProxySignInOptions options,
        bool listensOnSocket,
        bool believesEverybody
    )
    {
        var isSet =
            options.NamesAddresses
            || options.TrustUnixSocket
            || options.Secret.Length + options.SecretFile.Length + options.PlatformGroup.Length > 0;
        return (identity.Mode, isSet) switch
        {
            (SignInMode.ProxyHeader, _) =>
            [
                .. Trust(options, listensOnSocket, believesEverybody),
                .. Rest(identity, options),
            ],
            (_, true) =>
            [
                $"{At} is set, but {Mode} is {identity.Mode}: no header would count. Set {Mode}=ProxyHeader, or remove it.",
            ],
            _ => [],
        };
    }

    private static IEnumerable<string> Trust(ProxySignInOptions options, bool listensOnSocket, bool believesEverybody)
    {
        if (believesEverybody)
        {
            yield return $"{Mode} is ProxyHeader, but ASPNETCORE_FORWARDEDHEADERS_ENABLED is true: anybody could then pass for the proxy's address. Remove it, and name the proxy in Portal:Proxy:KnownProxies:0.";
        }

        if (!options.NamesAddresses && !options.TrustUnixSocket)
        {
            yield return $"{Mode} is ProxyHeader, but no proxy is trusted. Set {At}:KnownProxies:0 or KnownNetworks:0 to where it connects from, or {At}:TrustUnixSocket.";
        }

        foreach (var address in options.KnownProxies.Where(a => !IPAddress.TryParse(a, out _)))
        {
            yield return $"{At}:KnownProxies: “{address}” is not an IP address.";
        }

        foreach (var network in options.KnownNetworks)
        {
            if (!IPNetwork.TryParse(network, out var parsed))
            {
                yield return $"{At}:KnownNetworks: “{network}” is not a network as CIDR, such as 10.4.0.0/16.";
            }
            else if (parsed.PrefixLength == 0)
            {
                yield return $"{At}:KnownNetworks: {network} is every address there is. Name the proxy's.";
            }
        }

        if (options.TrustUnixSocket && !listensOnSocket)
        {
            yield return $"{At}:TrustUnixSocket is true, but web listens on no Unix socket. Add http://unix:/run/portal/web.sock, or another path, to ASPNETCORE_URLS.";
        }

        if (options.NamesAddresses && SecretComplaint(options) is { } complaint)
        {
            yield return $"{At}:{complaint}";
        }
    }

    private static IEnumerable<string> Rest(IdentityOptions identity, ProxySignInOptions options)
    {
        var headers = options.Headers.ToList();
        if (
            headers.Exists(header => header.Length == 0)
            || headers.Distinct(StringComparer.OrdinalIgnoreCase).Count() < headers.Count
        )
        {
            yield return $"{At}: UserHeader, EmailHeader, NameHeader, GroupsHeader and SecretHeader are five different headers.";
        }

        if (!IsPlace(options.SignOutAddress))
        {
            yield return $"{At}:SignOutAddress: “{options.SignOutAddress}” is neither a path of this site, such as /oauth2/sign_out, nor an https address.";
        }

        if (identity.RecheckEvery > SlowestRecheck)
        {
            yield return $"{IdentityOptions.Section}:{nameof(IdentityOptions.RecheckEvery)} is {identity.RecheckEvery}: with ProxyHeader it may be at most {SlowestRecheck}, because an open page that the proxy hasn't confirmed for a minute ends.";
        }
    }

    private static string? SecretComplaint(ProxySignInOptions options)
    {
        const string Wanted = "an address alone proves nothing, so the proxy sends a secret as well";
        switch (options.Secret.Length > 0, options.SecretFile.Length > 0)
        {
            case (false, false):
                return $"SecretFile is missing: {Wanted}.";
            case (true, true):
                return "Secret and SecretFile are both set: keep one.";
            default:
                try
                {
                    return options.TheSecret().Length < ShortestSecret
                        ? $"Secret has fewer than {ShortestSecret} characters: “openssl rand -hex 32” prints one."
                        : null;
                }
                catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
                {
                    return $"SecretFile: {failure.Message}";
                }
        }
    }

    private static bool IsPlace(string address) =>
        ReturnAddress.Within(address) == address
        || (Uri.TryCreate(address, UriKind.Absolute, out var away) && away.Scheme == Uri.UriSchemeHttps);

    private static bool IsSocket(string address) => BindingAddress.Parse(address).IsUnixPipe;
}
