using System.Net;
using System.Net.Sockets;
using Portal.Core.Clusters;

namespace Portal.Engines.Http;

/// <summary>
/// The HTTP client of one engine. It goes where the registration says and nowhere else: no redirect, no proxy, and each
/// address that a name stands for passes the same check as Kafka's.
/// </summary>
internal static class EngineHttp
{
    private const int LongestAnswer = 8 * 1024 * 1024;
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan NewConnectionsEvery = TimeSpan.FromMinutes(5);

    /// <param name="caPem">Who signed its certificate; null for what the machine trusts.</param>
    public static HttpClient Client(Uri url, string accepts, EngineSignIn? signIn, string? caPem, ClusterReach reach)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = ConnectWithin,
            PooledConnectionLifetime = NewConnectionsEvery,
            MaxConnectionsPerServer = 16,
            ConnectCallback = (context, stop) => Connect(context.DnsEndPoint, reach, stop),
            SslOptions =
            {
                CertificateChainPolicy = ServerTrust.Of(caPem),
                ClientCertificateContext = signIn?.Certificate,
            },
        };
        var http = new HttpClient(handler, disposeHandler: true)
        {
            BaseAddress = new Uri($"{url.AbsoluteUri.TrimEnd('/')}/"),
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LongestAnswer,
        };
        http.DefaultRequestHeaders.Accept.ParseAdd(accepts);
        http.DefaultRequestHeaders.Authorization = signIn?.Header;
        return http;
    }

    private static async ValueTask<Stream> Connect(DnsEndPoint at, ClusterReach reach, CancellationToken stop)
    {
        var addresses = await Dns.GetHostAddressesAsync(at.Host, stop);
        foreach (var address in addresses)
        {
            if (reach.Complaint(at.Host, address) is { } words)
            {
                throw new EngineException(EngineFault.Final, words);
            }
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, at.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
