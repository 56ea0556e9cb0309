using System.Net;
using System.Net.WebSockets;

namespace Portal.Tests.Api;

/// <summary>Signing in as a browser does, without one: the form, its token, the cookies.</summary>
public sealed class PageClient : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly Uri _address;

    public PageClient(Uri address, HttpMessageHandler? through = null)
    {
        _address = address;
        Browser = new HttpClient(
            through ?? new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies }
        )
        {
            BaseAddress = address,
        };
    }

    public HttpClient Browser { get; }

    public static async Task<PageClient> As(PortalWeb web, string handle)
    {
        var door = new PageClient(web.Address);
        using var answer = await door.Choose(handle);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return door;
    }

    public async Task<HttpResponseMessage> Choose(string handle)
    {
        var form = await Browser.GetStringAsync("/sign-in");
        const string Before = "__RequestVerificationToken\" value=\"";
        var start = form.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["__RequestVerificationToken"] = form[start..form.IndexOf('"', start)],
            ["handle"] = handle,
        };
        return await Browser.PostAsync("/sign-in", new FormUrlEncodedContent(fields));
    }

    /// <summary>The connection that an open page has.</summary>
    public async Task<ClientWebSocket> OpenPage(Action<ClientWebSocketOptions>? more = null)
    {
        var connection = new ClientWebSocket();
        connection.Options.Cookies = _cookies;
        connection.Options.CollectHttpResponseDetails = true;
        more?.Invoke(connection.Options);
        try
        {
            var scheme = _address.Scheme == "https" ? "wss" : "ws";
            var target = new UriBuilder(_address) { Scheme = scheme, Path = "/_blazor" }.Uri;
            await connection.ConnectAsync(target, CancellationToken.None);
            return connection;
        }
        catch (WebSocketException refused)
        {
            var status = connection.HttpStatusCode;
            connection.Dispose();
            throw new HttpRequestException(refused.Message, refused, status);
        }
    }

    public void Dispose() => Browser.Dispose();
}
