using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Options;
using Portal.Core.People.Federation;

namespace Portal.Web.Identity.ProxyHeaders;

/// <summary>What the sign-in proxy states of who sent a request, once it has proved itself.</summary>
internal sealed record ProxyStatement(ProviderAnswer Answer);

/// <summary>Whether a request's headers are the sign-in proxy's, and what they state.</summary>
internal sealed class ProxyStatements(IOptions<ProxySignInOptions> options)
{
    /// <summary>The key of the proxy in role rules.</summary>
    public const string Key = "proxy";
    public const string Issuer = "sign-in proxy";
    public const string Groups = "groups";
    private const int LongestValue = 256;
    private const int LongestName = 100;

    private readonly ProxySignInOptions _options = options.Value;
    private readonly byte[] _secret = Hash(options.Value.TheSecret());
    private readonly List<IPAddress> _proxies = [.. options.Value.KnownProxies.Select(Plain)];
    private readonly List<IPNetwork> _networks = [.. options.Value.KnownNetworks.Select(n => IPNetwork.Parse(n))];

    /// <summary>Whether the request carries any header that only the proxy may send.</summary>
    public bool AreIn(HttpRequest request) => _options.Headers.Any(request.Headers.ContainsKey);

    /// <summary>Nothing behind reads what was checked here, or wasn't.</summary>
    public void Strip(HttpRequest request)
    {
        foreach (var header in _options.Headers)
        {
            request.Headers.Remove(header);
        }
    }

    /// <summary>Whether the connection itself, not what is forwarded on it, comes from where the proxy is.</summary>
    public bool IsFromProxy(HttpContext http) =>
        IsFromSocket(http)
        || (
            http.Connection.RemoteIpAddress is { } peer
            && (_proxies.Contains(Plain(peer)) || _networks.Exists(network => network.Contains(Plain(peer))))
        );

    /// <summary>Whether the proxy has proved itself beyond its address. Who can connect to a socket was let in by the operating system.</summary>
    public bool IsProved(HttpContext http) =>
        IsFromSocket(http)
        || (
            http.Request.Headers[_options.SecretHeader] is [{ Length: > 0 } secret]
            && CryptographicOperations.FixedTimeEquals(Hash(secret), _secret)
        );

    /// <summary>
    /// Null when it names nobody. A header that comes twice, or two names in one, are what a client sent beside what the proxy did.
    /// </summary>
    public ProxyStatement? Read(HttpRequest request)
    {
        if (
            One(request, _options.UserHeader) is not { Length: > 0 and <= LongestValue } user
            || user.Contains(',', StringComparison.Ordinal)
            || _options.Headers.Any(header => request.Headers[header].Count > 1)
        )
        {
            return null;
        }

        var email = Shown(One(request, _options.EmailHeader));
        var name = new[] { Shown(One(request, _options.NameHeader)), email, Shown(user) }.First(n => n.Length > 0);
        var groups = (One(request, _options.GroupsHeader) ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.Ordinal);
        return new ProxyStatement(
            new ProviderAnswer(Key, Issuer, user, name, name, email, [.. groups.Select(g => new ClaimValue(Groups, g))])
        );
    }

    private bool IsFromSocket(HttpContext http) =>
        _options.TrustUnixSocket
        && http.Features.Get<IConnectionSocketFeature>()?.Socket.LocalEndPoint is UnixDomainSocketEndPoint;

    private static string? One(HttpRequest request, string header) =>
        request.Headers[header] is [{ } value] ? value.Trim() : null;

    private static string Shown(string? value)
    {
        var plain = string.Concat((value ?? "").Where(letter => !char.IsControl(letter)));
        return plain.Length <= LongestName ? plain : plain[..LongestName];
    }

    private static IPAddress Plain(string address) => Plain(IPAddress.Parse(address));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
